import numpy as np
import pytest

from wellfit.backend import keras
from wellfit.engine.fit_many import fit_many
from wellfit.errors import ModelError
from wellfit.transfer import Backbone, feature_data, heads, whole_model


@pytest.fixture(scope="module")
def backbone(network_file):
    return Backbone.load(network_file, image_shape=(12, 12, 3))


def test_a_head_learns_and_the_whole_takes_raw_pixels(backbone, images, tmp_path):
    data = feature_data(backbone, images, folder=tmp_path)
    recipe = heads(units=(0,), rates=(0.1,), penalties=(0.0,))[0]
    runs = fit_many(recipe, data, seeds=1, epochs=30)
    part = runs.model(recipe.name, 0)
    whole_model(backbone, part).save(tmp_path / "whole.keras")
    loaded = keras.saving.load_model(tmp_path / "whole.keras")
    found = keras.ops.convert_to_numpy(loaded(images.blocks["image"].astype(np.float32)))[:, 0]
    assert found == pytest.approx(keras.ops.convert_to_numpy(part(data.blocks["dense"]))[:, 0], abs=1e-5)
    assert ((found > 0.5) == images.target).mean() > 0.9
    assert [tensor.name for tensor in loaded.inputs] == ["image"]
    assert len(loaded.trainable_variables) == 2


def test_a_part_of_another_backbone(backbone):
    part = keras.Sequential([keras.Input((7,)), keras.layers.Dense(1)])
    with pytest.raises(ModelError, match=r"takes rows of shape \(7,\), but small gives \(6,\) there \(0 of its blocks"):
        whole_model(backbone, part)
