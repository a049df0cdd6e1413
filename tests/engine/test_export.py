"""A member leaves the engine as a plain Keras model that predicts what it predicted there."""

import numpy as np
import pytest

from wellfit.backend import keras
from wellfit.engine.export import stock_model
from wellfit.engine.fit_many import fit_many
from wellfit.recipes.networks import DenseNetwork, EmbeddingNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization

EVERYTHING = Regularization(l1=0.001, l2=0.01, dropout=0.3, batch_normalization=True)
FAST = Optimizer(learning_rate=0.05, weight_decay=0.01)
RECIPES = {
    "texts": Recipe(name="all", network=EmbeddingNetwork(words=26, size=4), optimizer=FAST, batch_size=8),
    "multiclass": Recipe(
        name="all", network=DenseNetwork(units=(6, 5)), optimizer=FAST, regularization=EVERYTHING, batch_size=8
    ),
    "regression": Recipe(name="all", network=DenseNetwork(units=(6,)), optimizer=FAST, batch_size=8),
}
SEED = 3


@pytest.fixture(scope="module", params=RECIPES)
def trained(request, dataset, session):
    """A recipe for each kind of task after twelve quick epochs, and its data."""
    data = dataset(request.param)
    return fit_many(RECIPES[request.param], data, seeds=[2, SEED], epochs=12, session=session), data


def predict(model, runs, data, split="selection"):
    blocks, target = data.part(split)
    inputs = [blocks[name] for name in runs.recipes[0].network.inputs(data.pipeline.shapes())]
    return model.predict(inputs if len(inputs) > 1 else inputs[0], verbose=0), target


def row_losses(data, outputs, truth):
    """By hand, from probabilities or numbers."""
    if data.task.kind == "regression":
        return (outputs[:, 0] - truth) ** 2
    if data.task.kind == "multiclass":
        return -np.log(outputs[np.arange(len(truth)), truth])
    return -np.log(np.where(truth > 0.5, outputs[:, 0], 1 - outputs[:, 0]))


@pytest.mark.parametrize("weights", ["best", "last"])
def test_it_has_the_losses_that_the_engine_measured(trained, weights):
    runs, data = trained
    member = runs.of("all")[1]
    rows = member.best_rows if weights == "best" else member.last_rows
    outputs, truth = predict(runs.model("all", SEED, weights=weights), runs, data)
    np.testing.assert_allclose(row_losses(data, outputs, truth), rows, rtol=2e-3, atol=1e-4)


def test_it_is_made_of_stock_layers_with_the_loss_and_metric_of_the_task(trained):
    runs, data = trained
    model = runs.model("all", SEED)
    assert {type(part).__module__.split(".")[0] for part in (*model.layers, model.optimizer)} == {"keras"}
    assert model.loss == data.task.loss
    assert model.optimizer.weight_decay == pytest.approx(0.01)
    assert float(model.optimizer.learning_rate) == pytest.approx(0.05)


def test_it_is_saved_and_loaded_and_trained_on(trained, tmp_path):
    runs, data = trained
    model = runs.model("all", SEED)
    model.save(tmp_path / "model.keras")
    again = keras.saving.load_model(tmp_path / "model.keras")
    np.testing.assert_allclose(predict(again, runs, data)[0], predict(model, runs, data)[0], rtol=1e-6)
    blocks, target = data.part("train")
    inputs = [blocks[name] for name in runs.recipes[0].network.inputs(data.pipeline.shapes())]
    again.fit(inputs if len(inputs) > 1 else inputs[0], target, epochs=1, verbose=0)


def test_penalties_are_stock_and_on_hidden_kernels_alone(dataset):
    model = stock_model(RECIPES["multiclass"], dataset("multiclass"), SEED)
    regularized = {layer.name: getattr(layer, "kernel_regularizer", None) for layer in model.layers}
    assert {name for name, penalty in regularized.items() if penalty} == {"hidden_1", "hidden_2"}
    config = regularized["hidden_1"].get_config()
    assert (config["l1"], config["l2"]) == pytest.approx((0.001, 0.01))


def test_each_call_gives_a_model_of_its_own(trained):
    runs, _ = trained
    first, second = runs.model("all", SEED), runs.model("all", SEED)
    first.trainable_variables[0].assign(first.trainable_variables[0] * 0)
    assert np.abs(np.asarray(second.trainable_variables[0].value)).max() > 0
