"""The certificate over a table: networks × optimizers × regularizers × plans.

A line is a network, an optimizer, regularizers whose recipes train side by side in one program, and a plan. Each
pair of entries from any two lists is in some line; what is added to a list is in the table. The whole table is slow:
a line of each input, in which each entry of the other lists occurs, stands for it.
"""

from dataclasses import replace
from itertools import combinations, product
from typing import NamedTuple

import joblib
import pytest

from wellfit.engine.fit_many import fit_many
from wellfit.engine.plans.plan import LAYOUTS, Plan
from wellfit.recipes import networks
from wellfit.recipes.networks import (
    CategoryNetwork,
    Convolution1DNetwork,
    ConvolutionalNetwork,
    DenseNetwork,
    EmbeddingNetwork,
    PooledConvolutionalNetwork,
    RecurrentNetwork,
)
from wellfit.recipes.optimizer import NAMES, Optimizer
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization
from wellfit.testing import assert_equivalent
from wellfit.testing.compare import apart

SEEDS = (3, 4)
BATCH = 16
TOLERANCE = 1e-4
PLAIN, NORMALIZED = Regularization(), Regularization(batch_normalization=True)
# A network, its data, and whether it is normalized.
NETWORKS = {
    "relu": (DenseNetwork(units=(6, 5)), "binary", PLAIN),
    "elu": (DenseNetwork(units=(6,), activation="elu"), "prices", PLAIN),
    "normalized": (DenseNetwork(units=(6,), activation="tanh"), "multiclass", NORMALIZED),
    "linear": (DenseNetwork(units=(), penalised_output=True), "pictures", PLAIN),
    "sparse": (DenseNetwork(units=(6,)), "words", PLAIN),
    "sparse with values": (DenseNetwork(units=(6,), activation="tanh"), "counts", PLAIN),
    "sparse beside numbers": (DenseNetwork(units=(6,)), "texts", NORMALIZED),
    "pairs of words": (DenseNetwork(units=(6,), pairs=True), "texts", PLAIN),
    "convolutional": (ConvolutionalNetwork(filters=(3,), units=(5,)), "pictures", PLAIN),
    "pooled": (PooledConvolutionalNetwork(filters=(3, 4)), "photographs", PLAIN),
    "categories": (CategoryNetwork(levels=14, size=3, units=(5,)), "towns", PLAIN),
    "embedding": (EmbeddingNetwork(words=26, size=4, units=(5,)), "texts", PLAIN),
    "recurrent": (RecurrentNetwork(cells=(4,), cell="lstm", words=26, size=3), "texts", NORMALIZED),
    "convolution over steps": (Convolution1DNetwork(filters=(3, 4), units=(5,), kernel=3), "windows", PLAIN),
}
OPTIMIZERS = {
    "sgd": Optimizer(name="sgd", learning_rate=0.05),
    "momentum": Optimizer(name="sgd", learning_rate=0.02, momentum=0.9),
    "rmsprop": Optimizer(name="rmsprop", learning_rate=0.003),
    "rmsprop with momentum": Optimizer(name="rmsprop", learning_rate=0.001, momentum=0.9),
    "adam": Optimizer(name="adam", learning_rate=0.005),
}
REGULARIZERS = {
    "none": Regularization(),
    "l1": Regularization(l1=0.003),
    "l2": Regularization(l2=0.01),
    "l1 and l2": Regularization(l1=0.002, l2=0.02),
    "decay": Regularization(),  # which belongs to the optimizer
    "dropout": Regularization(dropout=0.4),
    "dropout and l2": Regularization(dropout=0.2, l2=0.01),
}
# Neighbours; those with dropout are another program than those without.
SETS = (("none", "l1"), ("l2", "decay"), ("l1 and l2", "none"), ("dropout", "dropout and l2"))
DEVICES = tuple(sorted({1, min(2, joblib.cpu_count())}))  # cores are devices, if there are two


class Line(NamedTuple):
    network: str
    optimizer: str
    regularizers: tuple[str, ...]
    layout: str
    devices: int

    def __str__(self):
        return f"{self.network}-{self.optimizer}-{' + '.join(self.regularizers)}-{self.layout}-{self.devices}"


def line(network: int, number: int) -> Line:
    """Of the lines of a network; each list comes round at another pace, so that all pairs occur."""
    return Line(
        list(NETWORKS)[network],
        list(OPTIMIZERS)[number % len(OPTIMIZERS)],
        SETS[(number + network // 2) % len(SETS)],
        LAYOUTS[(number + network) % len(LAYOUTS)],
        DEVICES[(number + network // 4) % len(DEVICES)],
    )


ROUNDS = range(max(len(OPTIMIZERS), len(LAYOUTS)))
TABLE = [line(*place) for place in product(range(len(NETWORKS)), ROUNDS)]
# Networks whose layers and whose kind of input are those of others, or nearly so.
SLOW = ("elu", "linear", "sparse with values", "pairs of words", "pooled", "convolution over steps")
PLACES = [place for place, name in enumerate(NETWORKS) if name not in SLOW]
QUICK = [line(place, number % len(ROUNDS)) for number, place in enumerate(PLACES, start=1)]
CASES = [one if one in QUICK else pytest.param(one, marks=pytest.mark.slow) for one in TABLE]


def recipe_for(network, optimizer, regularizer):
    architecture, _, structure = NETWORKS[network]
    values, given = OPTIMIZERS[optimizer], REGULARIZERS[regularizer]
    return Recipe(
        name=regularizer,
        network=architecture,
        optimizer=replace(values, weight_decay=0.1) if regularizer == "decay" else values,
        regularization=replace(given, batch_normalization=structure.batch_normalization),
        batch_size=BATCH,
    )


@pytest.mark.parametrize("line", CASES, ids=str)
def test_fused_training_is_what_plain_keras_does(line, dataset, session):
    recipes = [recipe_for(line.network, line.optimizer, regularizer) for regularizer in line.regularizers]
    data = dataset(NETWORKS[line.network][1])
    assert len(data.splits.train) % BATCH  # the last batch is smaller
    plan = Plan(layout=line.layout, devices=line.devices)
    epochs = 2 if line.network == "relu" else 1  # what goes from one epoch to the next is the same for all networks
    certificate = assert_equivalent(
        recipes, data, seeds=SEEDS, epochs=epochs, plans=[plan], tolerance=TOLERANCE, session=session
    )
    assert certificate.members == len(recipes) * len(SEEDS)
    assert certificate.plans == (str(plan),)


@pytest.mark.parametrize("optimizer", ["rmsprop with momentum", "adam"])  # whose steps feel a penalty the least
def test_a_regularizer_left_out_would_be_noticed(optimizer, dataset, session):
    """After the steps of a line, neighbours are farther apart than what counts as equal."""
    recipes = [recipe_for("relu", optimizer, name) for name in REGULARIZERS if "dropout" not in name]
    runs = fit_many(recipes, dataset("binary"), seeds=SEEDS, epochs=2, session=session, plan=Plan(layout="together"))
    for one, other in combinations([runs.of(recipe.name)[0].last.trainable[0] for recipe in recipes], 2):
        assert apart(one, other) > 2 * TOLERANCE


def test_every_pair_is_in_the_table():
    lists = Line(NETWORKS, OPTIMIZERS, SETS, LAYOUTS, DEVICES)
    for one, other in combinations(range(len(lists)), 2):
        missing = set(product(lists[one], lists[other])) - {(line[one], line[other]) for line in TABLE}
        assert not missing


def test_every_entry_is_in_a_quick_line():
    for place, entries in enumerate((set(NETWORKS) - set(SLOW), OPTIMIZERS, SETS, LAYOUTS, DEVICES)):
        assert {line[place] for line in QUICK} == set(entries)


def test_what_a_recipe_can_have_is_in_the_lists():
    kinds = {kind for kind in vars(networks).values() if isinstance(kind, type) and kind is not networks.Network}
    assert {type(network) for network, _, _ in NETWORKS.values()} == kinds
    assert {optimizer.name for optimizer in OPTIMIZERS.values()} == set(NAMES)
    assert {name for names in SETS for name in names} == set(REGULARIZERS)
