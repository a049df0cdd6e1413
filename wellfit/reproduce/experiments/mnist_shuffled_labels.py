"""Labels that say nothing about their pictures."""

from wellfit.reproduce.claims import Value
from wellfit.reproduce.experiment import Experiment, Setting, shuffled
from wellfit.reproduce.experiments.dense import RMSPROP, dense

MNIST_SHUFFLED_LABELS = Experiment(
    name="mnist-shuffled-labels",
    title="A network that trains and never generalizes",
    source="Chollet, Deep Learning with Python, chapter 5: MNIST with its labels shuffled, dense 784-512-10, rmsprop, "
    "batches of 128, 100 epochs, the last 20 % held out.",
    setting=Setting(
        data="MNIST",
        rows=(48_000, 12_000),
        recipes=(dense("784-512-10", (512,), RMSPROP, 128),),
        epochs=100,
        also="shuffled labels",
    ),
    claims=(
        Value(
            what="shuffled labels: validation accuracy after 100 epochs",
            reported="stays at 10 %",
            low=0.095,
            high=0.105,
            variant=shuffled("784-512-10"),
            column="validation_metric",
            when="last",
        ),
        Value(
            what="shuffled labels: training loss after 100 epochs",
            reported="trains just fine: below ln 10 = 2.303",
            low=0.0,
            high=2.29,
            variant=shuffled("784-512-10"),
            column="train_loss",
            when="last",
        ),
    ),
    teaches="A falling training loss proves nothing. With shuffled labels there is nothing to find in the pictures, "
    "and the network lowers its training loss all the same, picture by picture learned by heart, while its accuracy on "
    "other pictures stays that of guessing one class in ten. When a network trains and its validation loss never gets "
    "below that of a constant, ask whether the input says anything about the target at all. The same network on the "
    "true labels stands beside it.",
    notes=(
        "Each seed shuffles the labels of the training rows anew; held-out rows keep their own, for which a guess is "
        "right in one case out of ten as well.",
    ),
)
