"""The frozen descriptions: as many weights as the texts' networks have, and nothing named that is not there."""

import pytest

from wellfit.errors import OptionError
from wellfit.reproduce.claims import Earlier, Lower, RisesMore
from wellfit.reproduce.experiment import TUNED, Levels, Setting, retrained
from wellfit.reproduce.experiments import EXPERIMENTS, experiment_named

TRAINED = [one for one in EXPERIMENTS.values() if isinstance(one.setting, Setting)]
WITH_CURVES = [one for one in EXPERIMENTS.values() if isinstance(one.setting, Setting | Levels)]
# Name, recipe: units, activation, optimizer, rate, l2, dropout, batch size. By hand from the texts.
SETTINGS = {
    ("imdb-capacity", "original"): ((16, 16), "relu", "rmsprop", 1e-3, 0, 0, 512),
    ("imdb-capacity", "smaller"): ((4, 4), "relu", "rmsprop", 1e-3, 0, 0, 512),
    ("imdb-capacity", "larger"): ((512, 512), "relu", "rmsprop", 1e-3, 0, 0, 512),
    ("imdb-regularization", "original"): ((16, 16), "relu", "rmsprop", 1e-3, 0, 0, 512),
    ("imdb-regularization", "l2"): ((16, 16), "relu", "rmsprop", 1e-3, 0.002, 0, 512),
    ("imdb-regularization", "dropout"): ((16, 16), "relu", "rmsprop", 1e-3, 0, 0.5, 512),
    ("imdb-embedding", "embedding"): ((16,), "relu", "adam", 1e-3, 0, 0, 512),
    ("mnist-learning-rate", "rate 1"): ((512,), "relu", "rmsprop", 1.0, 0, 0, 128),
    ("mnist-learning-rate", "rate 0.01"): ((512,), "relu", "rmsprop", 0.01, 0, 0, 128),
    ("mnist-capacity", "logistic"): ((), "relu", "rmsprop", 1e-3, 0, 0, 128),
    ("mnist-capacity", "96-96"): ((96, 96), "relu", "rmsprop", 1e-3, 0, 0, 128),
    ("mnist-shuffled-labels", "784-512-10"): ((512,), "relu", "rmsprop", 1e-3, 0, 0, 128),
    ("fashion-mnist", "128"): ((128,), "relu", "adam", 1e-3, 0, 0, 32),
    ("auto-mpg", "64-64"): ((64, 64), "relu", "rmsprop", 1e-3, 0, 0, 32),
    ("higgs-regularization", "tiny"): ((16,), "elu", "adam", 1e-3, 0, 0, 500),
    ("higgs-regularization", "small"): ((16, 16), "elu", "adam", 1e-3, 0, 0, 500),
    ("higgs-regularization", "medium"): ((64, 64, 64), "elu", "adam", 1e-3, 0, 0, 500),
    ("higgs-regularization", "large"): ((512,) * 4, "elu", "adam", 1e-3, 0, 0, 500),
    ("higgs-regularization", "l2"): ((512,) * 4, "elu", "adam", 1e-3, 0.001, 0, 500),
    ("higgs-regularization", "dropout"): ((512,) * 4, "elu", "adam", 1e-3, 0, 0.5, 500),
    ("higgs-regularization", "combined"): ((512,) * 4, "elu", "adam", 1e-3, 0.0001, 0.5, 500),
}
EPOCHS = {
    "imdb-capacity": 20,
    "imdb-regularization": 20,
    "imdb-embedding": 40,
    "mnist-learning-rate": 10,
    "mnist-capacity": 20,
    "mnist-shuffled-labels": 100,
    "fashion-mnist": 10,
    "auto-mpg": 200,
    "higgs-regularization": 100,
}


def test_the_names():
    assert list(EXPERIMENTS) == [
        "imdb-capacity",
        "imdb-regularization",
        "imdb-embedding",
        "mnist-learning-rate",
        "mnist-capacity",
        "mnist-shuffled-labels",
        "fashion-mnist",
        "auto-mpg",
        "higgs-regularization",
        "dropout-shown",
        "dogs-vs-cats",
    ]


def test_networks_and_settings_are_those_of_the_texts():
    found = {}
    for experiment in TRAINED:
        for one in experiment.setting.recipes:
            optimizer, held = one.optimizer, one.regularization
            values = (optimizer.name, optimizer.learning_rate, held.l2, held.dropout, one.batch_size)
            found[experiment.name, one.name] = (one.network.units, one.network.activation, *values)
            assert (held.l1, held.batch_normalization, optimizer.momentum, optimizer.weight_decay) == (0, False, 0, 0)
    assert found == SETTINGS
    assert {experiment.name: experiment.setting.epochs for experiment in TRAINED} == EPOCHS


def test_the_embedding_is_that_of_the_text():
    network = EXPERIMENTS["imdb-embedding"].setting.recipes[0].network
    assert (network.words, network.size, network.padding_counts) == (10_000, 16, True)


def test_the_levels_are_those_of_the_text():
    setting = EXPERIMENTS["dogs-vs-cats"].setting
    scratch, head = setting.scratch, setting.head
    assert (scratch.network.filters, scratch.network.units) == ((32, 32, 64), (64,))
    assert (head.network.units, head.network.activation) == ((256,), "relu")
    for one in (scratch, head):
        assert (one.optimizer.name, one.optimizer.learning_rate, one.batch_size) == ("rmsprop", 1e-3, 16)
        assert (one.regularization.dropout, one.regularization.l2) == (0.5, 0)
    assert (scratch.training.augmentation.flip, scratch.training.augmentation.zoom) == (0.5, 0.2)
    assert (setting.backbone, setting.image_size, setting.epochs, setting.rate) == ("VGG16", 150, 50, 1e-4)
    assert setting.variants == ("small convnet", "head on features", TUNED)


@pytest.mark.parametrize("experiment", WITH_CURVES, ids=lambda one: one.name)
def test_claims_name_variants_that_are_trained(experiment):
    for claim in experiment.claims:
        names = (*experiment.setting.variants, retrained("original"))
        assert claim.variant in names
        if isinstance(claim, Earlier | Lower | RisesMore):
            assert claim.than in experiment.setting.variants


@pytest.mark.parametrize("experiment", EXPERIMENTS.values(), ids=lambda one: one.name)
def test_each_says_where_it_stands_and_what_it_teaches(experiment):
    assert experiment.claims
    assert 200 < len(experiment.teaches) < 800
    assert experiment.title[0].isupper()
    assert experiment.source.endswith(".")


@pytest.mark.parametrize(
    "name, hint",
    [("imdb-capacities", r"Did you mean imdb-capacity\? Expected one of imdb-capacity, "), ("x", "Expected")],
)
def test_a_name_that_is_none(name, hint):
    with pytest.raises(OptionError, match=rf"There is no experiment '{name}'\. {hint}.*wellfit reproduce list says"):
        experiment_named(name)
