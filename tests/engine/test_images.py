"""Convnets as members: trained together, they leave as plain Keras models that predict what they predicted."""

import numpy as np
import pytest

import wellfit
from wellfit.engine.fit_many import fit_many
from wellfit.recipes.networks import ConvolutionalNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization

ROWS = 96


@pytest.fixture(scope="module")
def images():
    """Noise with a bright bar, upright or lying."""
    random = np.random.default_rng(4)
    x, y = random.normal(0, 0.3, (ROWS, 10, 9)).astype(np.float32), random.integers(0, 2, ROWS)
    for image, lying in zip(x, y, strict=True):
        place = random.integers(2, 7)
        image[(place, slice(None)) if lying else (slice(None), place)] += 1.5
    return wellfit.read((x, y), name="bars")


@pytest.fixture(scope="module")
def runs(images, session):
    network = ConvolutionalNetwork(filters=(4, 6), units=(8,), kernel=2)
    full = Regularization(l2=0.001, dropout=0.2, batch_normalization=True)
    recipes = [
        Recipe(name="plain", network=network, optimizer=Optimizer(learning_rate=0.02), batch_size=8),
        Recipe(name="l2", network=network, regularization=Regularization(l2=0.01), batch_size=8),
        Recipe(name="all", network=network, regularization=full, batch_size=8),
    ]
    return fit_many(recipes, images, seeds=2, epochs=10, session=session)


def test_they_learn(runs):
    assert runs.curves.filter(recipe="plain", epoch=10)["train_metric"].min() > 0.9


@pytest.mark.parametrize("recipe", ["plain", "l2", "all"])
def test_the_exported_model_has_the_losses_that_the_engine_measured(runs, images, recipe):
    blocks, truth = images.part("selection")
    outputs = runs.model(recipe, 1).predict(blocks["array"], verbose=0)[:, 0]
    losses = -np.log(np.where(truth > 0.5, outputs, 1 - outputs))
    np.testing.assert_allclose(losses, runs.of(recipe)[1].best_rows, rtol=2e-3, atol=1e-4)
