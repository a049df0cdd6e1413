import numpy as np
import pytest

from wellfit.backend import keras
from wellfit.engine.fit_many import fit_many
from wellfit.errors import ModelError
from wellfit.transfer import Backbone, feature_data, heads, tuning_data, tuning_recipes, whole_model


@pytest.fixture(scope="module")
def backbone(network_file):
    return Backbone.load(network_file, image_shape=(12, 12, 3))


@pytest.fixture(scope="module")
def head(backbone, images, tmp_path_factory):
    data = feature_data(backbone, images, folder=tmp_path_factory.mktemp("features"))
    recipe = heads(units=(0,), rates=(0.03,), penalties=(0.0,))[0]
    return fit_many(recipe, data, seeds=1, epochs=5).model(recipe.name, 0)


def probabilities(model, numbers):
    return keras.ops.convert_to_numpy(model(np.asarray(numbers, np.float32)))[:, 0]


@pytest.mark.parametrize("blocks", [1, 2])
def test_the_tail_is_trained_from_where_it_is(backbone, head, images, tmp_path, blocks):
    data = tuning_data(backbone, images, blocks, folder=tmp_path)
    still, moving = tuning_recipes(backbone, head, images.task, blocks, rates=(1e-12, 0.05), batch_size=8)
    runs = fit_many([still, moving], data, seeds=2, epochs=3)
    pixels = images.blocks["image"]
    before = probabilities(whole_model(backbone, head), pixels)
    same = whole_model(backbone, runs.model(still.name, 1, weights="last"), blocks)
    assert probabilities(same, pixels) == pytest.approx(before, abs=1e-5)
    losses = runs.measure(moving.name, "train_loss")
    assert (losses[:, -1] < losses[:, 0]).all()
    assert losses[0, -1] != losses[1, -1]  # of another seed, in another order
    tuned = whole_model(backbone, runs.model(moving.name, 0, weights="last"), blocks)
    assert np.abs(probabilities(tuned, pixels) - before).max() > 1e-3
    assert probabilities(whole_model(backbone, head), pixels) == pytest.approx(before, abs=1e-6)  # not touched
    tuned.save(tmp_path / "tuned.keras")
    loaded = keras.saving.load_model(tmp_path / "tuned.keras")
    assert probabilities(loaded, pixels) == pytest.approx(probabilities(tuned, pixels), abs=1e-6)


def test_batch_normalization_stays_as_it_is(backbone, head, images, tmp_path):
    data = tuning_data(backbone, images, 1, folder=tmp_path)
    recipe = tuning_recipes(backbone, head, images.task, rates=(0.05,))[0]
    model = fit_many(recipe, data, seeds=1, epochs=1).model(recipe.name, 0, weights="last")
    values = [
        np.asarray(value).ravel()[0] for value in model.get_layer("tuned").get_layer("last_normalization").get_weights()
    ]
    assert values == pytest.approx([1.5, 0.2, 0.1, 0.7])
    assert recipe.network.description == "the last block of small"


def test_a_head_of_another_backbone(backbone, images):
    other = keras.Sequential([keras.Input((7,)), keras.layers.Dense(1, activation="sigmoid")])
    with pytest.raises(
        ModelError, match=r"The head takes rows of shape \(7,\), but small has features of shape \(6,\)"
    ):
        tuning_recipes(backbone, other, images.task)
