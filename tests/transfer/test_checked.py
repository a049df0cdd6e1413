import sys

import numpy as np
import pytest

from wellfit.transfer import Backbone, Views, checked_data, feature_data, tuning_data


@pytest.fixture(scope="module")
def backbone(network_file):
    return Backbone.load(network_file, image_shape=(12, 12, 3))


def spoil(folder, number):
    """Write this number everywhere into the one file of features that is kept there."""
    (file,) = folder.iterdir()
    np.save(file, np.full_like(np.load(file), number))


@pytest.mark.parametrize("blocks", [0, 1])
def test_spoiled_features_are_computed_anew(backbone, images, tmp_path, blocks):
    block = "array" if blocks else "dense"
    right = checked_data(backbone, images, blocks, folder=tmp_path).blocks[block]
    assert right.std() > 0
    spoil(tmp_path, 7.0)
    unchecked = (
        tuning_data(backbone, images, 1, folder=tmp_path) if blocks else feature_data(backbone, images, folder=tmp_path)
    )
    assert (unchecked.blocks[block] == 7).all()
    np.testing.assert_array_equal(checked_data(backbone, images, blocks, folder=tmp_path).blocks[block], right)
    (file,) = tmp_path.iterdir()
    np.testing.assert_array_equal(np.load(file), right)


def test_what_is_no_number_is_never_read(backbone, images, tmp_path):
    right = feature_data(backbone, images, folder=tmp_path).blocks["dense"]
    spoil(tmp_path, np.nan)
    np.testing.assert_array_equal(feature_data(backbone, images, folder=tmp_path).blocks["dense"], right)


def test_features_that_keras_never_gives_are_a_defect(backbone, images, tmp_path, monkeypatch):
    module = sys.modules["wellfit.transfer.feature_data"]  # whose function has its name
    monkeypatch.setattr(module, "features", lambda model, some: np.ones((len(some), *model.output_shape[1:])))
    with pytest.raises(RuntimeError, match="differ from those that Keras computes by"):
        checked_data(backbone, images, folder=tmp_path)


@pytest.mark.parametrize("blocks", [0, 1])
def test_spoiled_views_are_computed_anew(backbone, images, tmp_path, blocks):
    block, views = "array" if blocks else "dense", Views(count=3)
    right = np.array(checked_data(backbone, images, blocks, views=views, folder=tmp_path).blocks[block])
    largest = max(tmp_path.iterdir(), key=lambda file: file.stat().st_size)
    kept = np.load(largest)
    kept[len(images.target) :] = 7.0
    np.save(largest, kept)
    found = checked_data(backbone, images, blocks, views=views, folder=tmp_path)
    np.testing.assert_array_equal(found.blocks[block], right)
