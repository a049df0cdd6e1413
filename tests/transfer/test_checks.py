from dataclasses import replace

import numpy as np
import pytest

from wellfit.backend import keras
from wellfit.errors import ModelError
from wellfit.transfer import Backbone, agreement, check_preprocessing, feature_data, prepared, tuning_data
from wellfit.transfer.preprocessing import USUAL


@pytest.fixture(scope="module")
def backbone(network_file):
    return Backbone.load(network_file, image_shape=(12, 12, 3))


@pytest.mark.parametrize("blocks", [0, 1])
def test_cached_and_live_features_agree(backbone, images, tmp_path, blocks):
    if blocks:
        cached = tuning_data(backbone, images, blocks, folder=tmp_path)
    else:
        cached = feature_data(backbone, images, folder=tmp_path)
    found = agreement(backbone, images, cached, blocks)
    assert found.agrees
    assert found.images == 8


def test_features_of_other_pixels_do_not_agree(backbone, images, tmp_path):
    cached = feature_data(backbone, images, folder=tmp_path)
    darker = replace(images, blocks={"image": images.blocks["image"] // 2})
    assert not agreement(backbone, darker, cached).agrees


def test_what_keras_computes_must_be_finite(network_file, images, tmp_path):
    broken = Backbone.load(network_file, image_shape=(12, 12, 3))
    cached = feature_data(broken, images, folder=tmp_path)
    for layer in broken.network.layers:
        layer.set_weights([np.full_like(weights, np.nan) for weights in layer.get_weights()])
    with pytest.raises(ModelError, match="not finite"):
        agreement(broken, images, cached)


@pytest.fixture(scope="module")
def trained(images, tmp_path_factory):
    """A network without preprocessing of its own, whose normalization has seen the images from -1 to 1."""
    image = keras.Input((12, 12, 3))
    convolved = keras.layers.Conv2D(8, 3, kernel_initializer=keras.initializers.GlorotUniform(seed=4))(image)
    normalization = keras.layers.BatchNormalization()
    model = keras.Model(image, keras.layers.Conv2D(4, 3)(normalization(convolved)))
    pixels = USUAL["-1 to 1"].applied(images.blocks["image"][::2]).astype(np.float32)
    seen = np.asarray(keras.Model(image, convolved)(pixels))
    width = np.ones(8, np.float32)
    normalization.set_weights([width, 0 * width, seen.mean((0, 1, 2)), seen.var((0, 1, 2))])
    path = tmp_path_factory.mktemp("trained") / "trained.keras"
    model.save(path)
    return path


@pytest.mark.parametrize("name", [name for name in USUAL if name != "-1 to 1"])
def test_wrong_preprocessing_is_found(trained, images, name):
    found = check_preprocessing(Backbone.load(trained, image_shape=(12, 12, 3), preprocessing=USUAL[name]), images)
    assert found is not None
    assert found.better == USUAL["-1 to 1"]
    assert found.finding is not None
    assert f"gets pixels {name}, but was probably trained on pixels -1 to 1" in found.finding.sentence


def test_right_preprocessing_is_left_alone(trained, images):
    backbone = Backbone.load(trained, image_shape=(12, 12, 3)).with_preprocessing(USUAL["-1 to 1"])
    found = check_preprocessing(backbone, images)
    assert found is not None
    assert found.better is None
    assert found.finding is None


def test_a_file_is_prepared_as_it_was_trained(trained, network_file, images):
    backbone, finding = prepared(trained, None, images)
    assert backbone.preprocessing == USUAL["-1 to 1"]
    assert finding is not None
    assert "does not say how its pixels are to be prepared. They come -1 to 1" in finding.sentence
    grey = replace(images, blocks={"image": images.blocks["image"][..., :1]})
    assert prepared(network_file, None, grey)[0].image_shape == (12, 12, 1)


def test_nothing_is_said_of_a_network_that_was_never_trained(images):
    assert check_preprocessing(Backbone.load("VGG16", "random", (12, 12, 3), side=32), images) is None
