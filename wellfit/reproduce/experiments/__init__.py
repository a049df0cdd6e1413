"""The experiments by name, one a file, in the order in which the texts tell them."""

from difflib import get_close_matches

from wellfit.errors import OptionError
from wellfit.reproduce.experiment import Experiment
from wellfit.reproduce.experiments.auto_mpg import AUTO_MPG
from wellfit.reproduce.experiments.dogs_vs_cats import DOGS_VS_CATS
from wellfit.reproduce.experiments.dropout_shown import DROPOUT_SHOWN
from wellfit.reproduce.experiments.fashion_mnist import FASHION_MNIST
from wellfit.reproduce.experiments.higgs_regularization import HIGGS_REGULARIZATION
from wellfit.reproduce.experiments.imdb_capacity import IMDB_CAPACITY
from wellfit.reproduce.experiments.imdb_embedding import IMDB_EMBEDDING
from wellfit.reproduce.experiments.imdb_regularization import IMDB_REGULARIZATION
from wellfit.reproduce.experiments.mnist_capacity import MNIST_CAPACITY
from wellfit.reproduce.experiments.mnist_learning_rate import MNIST_LEARNING_RATE
from wellfit.reproduce.experiments.mnist_shuffled_labels import MNIST_SHUFFLED_LABELS

EXPERIMENTS: dict[str, Experiment] = {
    experiment.name: experiment
    for experiment in (
        IMDB_CAPACITY,
        IMDB_REGULARIZATION,
        IMDB_EMBEDDING,
        MNIST_LEARNING_RATE,
        MNIST_CAPACITY,
        MNIST_SHUFFLED_LABELS,
        FASHION_MNIST,
        AUTO_MPG,
        HIGGS_REGULARIZATION,
        DROPOUT_SHOWN,
        DOGS_VS_CATS,
    )
}


def experiment_named(name: str) -> Experiment:
    """The experiment of this name. Raises OptionError with those that exist."""
    if name not in EXPERIMENTS:
        close = get_close_matches(name, EXPERIMENTS, n=1)
        hint = f"Did you mean {close[0]}? " if close else ""
        raise OptionError(
            f"There is no experiment {name!r}. {hint}Expected one of {', '.join(EXPERIMENTS)}; "
            "wellfit reproduce list says what each is."
        )
    return EXPERIMENTS[name]


__all__ = ["EXPERIMENTS", "Experiment", "experiment_named"]
