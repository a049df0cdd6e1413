"""A member of a population is what plain Keras makes of the same start and the same batches."""

from dataclasses import replace

import numpy as np
import pytest

from wellfit.engine.export import stock_model
from wellfit.engine.fit_many import fit_many
from wellfit.engine.streams import NOBODY, Stream
from wellfit.recipes.networks import DenseNetwork, EmbeddingNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization

SEEDS = (3, 4)
SEED = 4
BATCH = 8
TOLERANCE = 1e-4
NETWORKS = {
    "dense": (DenseNetwork(units=(6, 5)), False),
    "embedding": (EmbeddingNetwork(words=26, size=4, units=(5,)), False),
    "batch_normalization": (DenseNetwork(units=(6,)), True),
}
PENALTIES = {
    "none": Regularization(),
    "l2": Regularization(l2=0.01),
    "l1": Regularization(l1=0.003),
    "l1+l2": Regularization(l1=0.002, l2=0.02),
}
SOME = {name: PENALTIES[name] for name in ("none", "l2")}
DROPOUT = {"dropout": Regularization(dropout=0.4), "l2+dropout": Regularization(l2=0.01, dropout=0.2)}
OPTIMIZERS = {
    "sgd": Optimizer(name="sgd", learning_rate=0.02, momentum=0.9),
    "rmsprop": Optimizer(name="rmsprop", learning_rate=0.003),
    "adam": Optimizer(name="adam", learning_rate=0.005),
    "adamw": Optimizer(name="adam", learning_rate=0.005, weight_decay=0.1),
}
# A family is what trains together in one call: every regularization, under every optimizer named, so that
# neighbours differ in penalty, rate and weight decay. Dropout is another program, so it is not
# paired with every network and optimizer.
FAMILIES = [
    *[(network, data, optimizers, penalties)
      for network, data, penalties in (
          ("dense", "binary", PENALTIES), ("embedding", "texts", SOME), ("batch_normalization", "binary", SOME))
      for optimizers in (("sgd",), ("rmsprop",), ("adam", "adamw"))],
    ("dense", "regression", ("sgd",), PENALTIES),
    ("dense", "binary", ("sgd",), DROPOUT),
    ("batch_normalization", "multiclass", ("adam",), DROPOUT),
]  # fmt: skip
CASES = [
    (family, optimizer, regularization)
    for family in FAMILIES
    for optimizer in family[2]
    for regularization in family[3]
]


def named(case):
    (network, data, _, _), optimizer, regularization = case
    return f"{network}-{data}-{optimizer}-{regularization}"


def recipe_for(family, optimizer, regularization, *, faster=1.0):
    """`faster` makes a neighbour with another rate in the same program."""
    network, normalized = NETWORKS[family[0]]
    values = OPTIMIZERS[optimizer]
    return Recipe(
        name=f"{optimizer} {regularization} {faster}",
        network=network,
        optimizer=replace(values, learning_rate=values.learning_rate * faster),
        regularization=replace(family[3][regularization], batch_normalization=normalized),
        batch_size=BATCH,
    )


@pytest.fixture(scope="module")
def trained(dataset, session):
    """The runs of a family after one epoch, trained once."""
    done = {}

    def train(family):
        key = (*family[:3], *family[3])
        if key not in done:
            pairs = [(optimizer, name) for optimizer in family[2] for name in family[3]]
            recipes = [recipe_for(family, *pair, faster=faster) for pair in pairs for faster in (1.0, 3.0)]
            done[key] = fit_many(recipes, dataset(family[1]), seeds=SEEDS, epochs=1, session=session)
        return done[key]

    return train


def train_with_keras(recipe, data):
    """The stock model after one epoch of `train_on_batch`, and the mean of what Keras said of its batches."""
    model = stock_model(recipe, data, SEED)
    model.run_eagerly = True  # the same numbers, without a second compilation for each case
    blocks, target = data.part("train")
    inputs = [blocks[name] for name in recipe.network.inputs(data.pipeline.shapes())]
    numbers, _ = Stream(seed=SEED).batches(len(target), BATCH, range(1))
    said, sizes = [], []
    for batch in numbers[0]:
        rows = batch[batch != NOBODY]  # the last batch is smaller
        x = [block[rows] for block in inputs]
        said.append(model.train_on_batch(x if len(x) > 1 else x[0], target[rows]))
        sizes.append(len(rows))
    assert sizes[-1] < BATCH
    return model, np.average(said, axis=0, weights=sizes)


def apart(ours, theirs):
    """The distance between two arrays, relative to the second."""
    theirs = np.asarray(theirs)
    return np.linalg.norm(np.asarray(ours) - theirs) / max(np.linalg.norm(theirs), 1e-12)


@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_member_is_what_plain_keras_trains(case, trained, dataset):
    family, optimizer, regularization = case
    recipe, data = recipe_for(family, optimizer, regularization), dataset(family[1])
    runs = trained(family)
    member = next(member for member in runs.of(recipe.name) if member.seed == SEED)
    model, (loss, metric) = train_with_keras(recipe, data)

    for ours, variable in zip(member.last.trainable, model.trainable_variables, strict=True):
        assert apart(ours, variable.value) < TOLERANCE, variable.path
    mine = runs.model(recipe.name, SEED, weights="last")
    for ours, variable in zip(mine.non_trainable_variables, model.non_trainable_variables, strict=True):
        assert apart(ours.value, variable.value) < TOLERANCE, variable.path
    measured = {name: runs.measure(recipe.name, name)[1, 0] for name in ("train_loss", "penalty", "train_metric")}
    assert measured["train_loss"] + measured["penalty"] == pytest.approx(loss, rel=TOLERANCE)
    if data.task.kind != "regression":  # there Keras' error is of the encoded number, ours in the target's own units
        assert measured["train_metric"] == pytest.approx(metric, rel=TOLERANCE)


def test_the_comparison_would_notice_another_start_or_another_neighbour(trained, dataset):
    """What is compared differs between members by far more than the tolerance."""
    family = FAMILIES[0]
    member = trained(family).of("sgd none 1.0")[1]
    for other in (trained(family).of("sgd none 1.0")[0], trained(family).of("sgd none 3.0")[1]):
        kernel = other.last.trainable[0]
        assert apart(kernel, member.last.trainable[0]) > 100 * TOLERANCE


def test_a_family_is_one_program(trained):
    assert {trained(family).cost.programs for family in FAMILIES} == {1}
