"""A loss of one's own in training, and what is said of one that does not work."""

import numpy as np
import pytest

from wellfit.backend import keras
from wellfit.data.encoded import from_arrays
from wellfit.data.splits import Splits
from wellfit.engine.check_loss import check_loss
from wellfit.engine.export import stock_model
from wellfit.engine.fit_many import fit_many
from wellfit.engine.streams import NOBODY, Stream
from wellfit.errors import OptionError
from wellfit.recipes.loss import OwnLoss
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe

ops = keras.ops


def data(kind):
    random = np.random.default_rng(1)
    x = random.normal(size=(40, 3))
    signal = x[:, 0] + 0.3 * random.normal(size=40)
    target = {"binary": signal > 0, "multiclass": np.digitize(signal, [-0.5, 0.5]), "regression": signal}[kind]
    parts = np.split(np.arange(40), [22, 30, 38])
    splits = Splits(**dict(zip(("train", "validation", "selection", "test"), parts, strict=True)))
    return from_arrays({"dense": x}, np.asarray(target, float), kind=kind, splits=splits)


def of_rows(y_true, y_pred):
    return ops.mean(ops.abs(y_true - y_pred) ** 1.5, axis=-1)


LOSSES = {
    "mae": ("regression", OwnLoss(function="mae", sees="outputs"), "mae", False),
    "a function": ("regression", OwnLoss(function=of_rows, sees="outputs"), of_rows, False),
    "an object": ("binary", OwnLoss(function=keras.losses.Huber(0.2)), keras.losses.Huber(0.2), False),
    "of one-hot rows": ("multiclass", OwnLoss(function="mse", one_hot=True), "mse", True),
}


@pytest.mark.quick("a function", "of one-hot rows")
@pytest.mark.parametrize("name", LOSSES)
def test_it_trains_as_in_plain_keras(name):
    kind, loss, plain, one_hot = LOSSES[name]
    given = data(kind)
    optimizer = Optimizer(name="sgd", learning_rate=0.1)
    recipe = Recipe(name="own", network=DenseNetwork(units=(4,)), optimizer=optimizer, batch_size=8, loss=loss)
    runs = fit_many(recipe, given, seeds=[2], epochs=2)
    model = stock_model(recipe, given, 2)
    model.compile(optimizer=model.optimizer, loss=plain, run_eagerly=True)
    batches, _ = Stream(seed=2).batches(22, 8, range(2))
    for batch in batches.reshape(-1, 8):
        rows = batch[batch != NOBODY]
        truth = given.target[rows]
        y = np.eye(3, dtype=np.float32)[truth] if one_hot else truth[:, None]
        model.train_on_batch(given.blocks["dense"][rows], y)
    for ours, theirs in zip(runs.members[0].last.trainable, model.trainable_variables, strict=True):
        np.testing.assert_allclose(ours, np.asarray(theirs.value), rtol=2e-4, atol=1e-6)


def test_what_is_measured_stays_the_loss_of_the_task():
    given = data("regression")
    plain = Recipe(name="plain", network=DenseNetwork(units=(4,)))
    own = Recipe(name="own", network=plain.network, loss=OwnLoss(function="mse", sees="outputs"))
    runs = fit_many([plain, own], given, seeds=2, epochs=2)
    np.testing.assert_allclose(runs.measure("own", "train_loss"), runs.measure("plain", "train_loss"), rtol=1e-5)


@pytest.mark.parametrize(
    "function, said",
    [
        (lambda y, p: ops.log(y - 2) * p, r"The loss '<lambda>' gives nan for y_true \(8, 1\) and y_pred \(8, 1\)"),
        (lambda y, p: ops.zeros((3,)), r"gives float32 of shape \(3,\) for .*take the mean over the last axis"),
        (lambda y, p: ops.zeros((8, 2)) * p, r"gives float32 of shape \(8, 2\) for .*take the mean over the last axis"),
        (lambda y, p: y > p, r"gives bool of shape \(8, 1\) for"),
        (lambda y, p: y @ ops.ones((5, 2)), r"The loss '<lambda>' fails for y_true \(8, 1\) and y_pred \(8, 1\): "),
        (lambda y: y, r"fails for .*: TypeError.*given\. Expected was a function"),
    ],
)
def test_a_loss_that_does_not_work(function, said):
    with pytest.raises(OptionError, match=said):
        check_loss(OwnLoss(function=function), data("binary"))


def test_a_loss_that_is_none():
    with pytest.raises(OptionError, match=r"A loss is a name of keras\.losses or a function .*received an int"):
        OwnLoss(function=3)
