"""Features are what the model predicts, whatever the number of images and their type."""

import numpy as np
import pytest

from wellfit.backend import keras
from wellfit.engine.features import features


@pytest.fixture(scope="module")
def backbone():
    """A small frozen network with the layers of a large one."""
    keras.utils.set_random_seed(3)
    layers = [
        keras.Input((16, 12, 3)),
        keras.layers.Rescaling(1 / 127.5, offset=-1),
        keras.layers.Conv2D(8, 3, strides=2, padding="same", use_bias=False),
        keras.layers.BatchNormalization(),
        keras.layers.ReLU(6.0),
        keras.layers.DepthwiseConv2D(3, padding="same"),
        keras.layers.Conv2D(5, 1),
        keras.layers.GlobalAveragePooling2D(),
    ]
    return keras.Sequential(layers)


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
@pytest.mark.parametrize("rows", [1, 4, 7])
def test_they_are_what_the_model_predicts(backbone, rows, dtype):
    images = np.random.default_rng(1).integers(0, 256, (rows, 16, 12, 3)).astype(dtype)
    found = features(backbone, images, batch_size=4)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, backbone.predict(images.astype(np.float32), verbose=0), rtol=1e-4, atol=1e-5)


def test_no_image_has_no_features(backbone):
    assert features(backbone, np.zeros((0, 16, 12, 3), np.uint8)).shape == (0, 5)


def test_new_weights_are_seen(backbone):
    images = np.ones((2, 16, 12, 3), np.uint8)
    before = features(backbone, images)
    backbone.layers[-2].bias.assign(np.full(5, 10.0))
    np.testing.assert_allclose(features(backbone, images) - before, 10, rtol=1e-4)
