import numpy as np
import pytest

from wellfit.engine.fit_many import fit_many
from wellfit.reproduce.experiments.dense import ADAM, dense
from wellfit.reproduce.penalty import with_penalty
from wellfit.reproduce.rows import split


@pytest.fixture(scope="module")
def runs():
    draw = np.random.default_rng(0)
    x = draw.normal(size=(48, 3)).astype(np.float32)
    y = (x[:, 0] > 0).astype(np.float32)
    data = split("points", "dense", "binary", (x[:32], y[:32]), (x[32:], y[32:]))
    recipes = [dense("plain", (4,), ADAM, 16), dense("l2", (4,), ADAM, 16, l2=0.05)]
    return fit_many(recipes, data, seeds=2, epochs=3)


def test_the_last_loss_is_the_one_that_keras_evaluates(runs):
    losses = with_penalty(runs, "l2")
    blocks, target = runs.data.part("validation")
    for place, seed in enumerate((0, 1)):
        model = runs.model("l2", seed, weights="last")
        shown, _ = model.evaluate(blocks["dense"], target, verbose=0)
        assert losses["validation"][place, -1] == pytest.approx(shown, rel=1e-5)
    np.testing.assert_allclose(losses["train"] - runs.measure("l2", "train_loss"), runs.measure("l2", "penalty"))


def test_without_a_penalty_the_losses_are_the_losses(runs):
    losses = with_penalty(runs, "plain")
    np.testing.assert_array_equal(losses["validation"], runs.measure("plain", "validation_loss"))
    np.testing.assert_array_equal(losses["train"], runs.measure("plain", "train_loss"))
