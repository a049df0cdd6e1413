from types import SimpleNamespace

import numpy as np
import pytest

from wellfit.backend import keras
from wellfit.data import kept as cache
from wellfit.data.encoded import from_arrays
from wellfit.errors import DataError, ModelError, OptionError
from wellfit.recipes.augmentation import Augmentation
from wellfit.transfer import Backbone, Views, feature_data, kept, tuning_data


@pytest.fixture(scope="module")
def backbone(network_file):
    return Backbone.load(network_file, image_shape=(12, 12, 3))


def test_features_are_what_the_network_gives(backbone, images, tmp_path):
    done = []
    data = feature_data(backbone, images, folder=tmp_path, told=lambda *numbers: done.append(numbers))
    live = keras.ops.convert_to_numpy(backbone.frozen()(images.blocks["image"].astype(np.float32)))
    assert data.blocks["dense"] == pytest.approx(live, abs=1e-5)
    assert data.target.tolist() == images.target.tolist()
    assert data.task == images.task
    assert np.array_equal(data.rows("train"), images.rows("train"))
    assert np.array_equal(data.rows("test"), images.rows("test"))
    assert done == [(60, 60)]


def test_they_are_computed_once(backbone, images, tmp_path):
    first = feature_data(backbone, images, folder=tmp_path)
    done = []
    again = feature_data(backbone, images, folder=tmp_path, told=lambda *numbers: done.append(numbers))
    assert done == []
    assert np.array_equal(first.blocks["dense"], again.blocks["dense"])


def test_a_file_that_was_cut_short_is_written_anew(backbone, images, tmp_path):
    first = feature_data(backbone, images, folder=tmp_path)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:200])
    assert np.array_equal(feature_data(backbone, images, folder=tmp_path).blocks["dense"], first.blocks["dense"])


def test_other_images_and_blocks_have_files_of_their_own(backbone, images, tmp_path):
    pixels = images.blocks["image"].copy()
    pixels[0, 0, 0, 0] += 1
    other = from_arrays({"image": pixels}, images.target, kind="binary", splits=images.splits)
    for data in (images, other):
        feature_data(backbone, data, folder=tmp_path)
    assert tuning_data(backbone, images, 1, folder=tmp_path).shapes == {"array": (6, 6, 4)}
    assert len(list(tmp_path.iterdir())) == 3


def test_further_views_are_training_rows_behind_all_others(backbone, images, tmp_path):
    views = Views(count=3, augmentation=Augmentation(flip=1.0))
    data = feature_data(backbone, images, views=views, folder=tmp_path)
    plain = feature_data(backbone, images, folder=tmp_path).blocks["dense"]
    train = images.rows("train")
    assert data.rows("train").tolist() == [*train, *range(60, 60 + 2 * 32)]
    assert data.target[60:].tolist() == images.target[train].tolist() * 2
    assert np.array_equal(data.blocks["dense"][:60], plain)
    mirrored = images.blocks["image"][train][:, :, ::-1].astype(np.float32)
    live = keras.ops.convert_to_numpy(backbone.frozen()(mirrored))
    assert data.blocks["dense"][60:92] == pytest.approx(live, abs=1e-4)
    assert len(list(tmp_path.iterdir())) == 2


def test_no_view_at_all():
    with pytest.raises(OptionError, match="An image has at least one view, itself; received 0"):
        Views(count=0)


def test_data_without_images(backbone, images):
    rows = from_arrays({"dense": np.zeros((60, 2))}, images.target, kind="binary", splits=images.splits)
    with pytest.raises(DataError, match="have no images, of which a pretrained network could make features"):
        feature_data(backbone, rows)


def test_images_of_another_size(network_file, images):
    with pytest.raises(DataError, match=r"The images are 12 × 12 × 3, but the backbone was loaded for 10 × 10 × 3"):
        feature_data(Backbone.load(network_file, image_shape=(10, 10, 3)), images)


@pytest.mark.parametrize("count", [1, 3])
def test_features_larger_than_what_is_kept_are_there_until_others_come(backbone, images, tmp_path, monkeypatch, count):
    monkeypatch.setenv("WELLFIT_CACHE", str(tmp_path))
    cache.folder.cache_clear()
    monkeypatch.setattr(kept, "MOST_BYTES", 10)
    found = feature_data(backbone, images, views=Views(count=count))
    cache.folder.cache_clear()
    assert np.isfinite(found.blocks["dense"]).all()
    assert len(found.blocks["dense"]) == 60 + 32 * (count - 1)
    assert len(list((tmp_path / "features").iterdir())) == (1 if count == 1 else 2)  # further views, and without


def test_a_disk_without_room_is_an_error(backbone, images, tmp_path, monkeypatch):
    monkeypatch.setattr("wellfit.data.store.folder.shutil.disk_usage", lambda place: SimpleNamespace(free=10))
    with pytest.raises(OptionError, match=r"About 0\.0 GB are to be written"):
        feature_data(backbone, images, folder=tmp_path)
    assert not list(tmp_path.iterdir())


def test_numbers_that_are_not_finite_are_named(network_file, images, tmp_path):
    loaded = Backbone.load(network_file, image_shape=(12, 12, 3))
    last = next(layer for layer in loaded.network.layers if layer.name == "last_normalization")
    gamma, _, mean, variance = last.get_weights()
    last.set_weights([gamma, np.full(6, np.inf, np.float32), mean, variance])
    with pytest.raises(ModelError, match="not finite"):
        feature_data(loaded, images, folder=tmp_path)
    assert not list(tmp_path.iterdir())
