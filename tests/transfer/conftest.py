"""A pretrained network in small, and images whose class it can see."""

from pathlib import Path

import numpy as np
import pytest

from wellfit.backend import keras
from wellfit.data.dataset import Dataset
from wellfit.data.encoded import from_arrays
from wellfit.data.splits import Splits

SIDE = 12


def make_network() -> keras.Model:
    """A residual network of two blocks behind the first convolution, with a head of its own."""
    layers = keras.layers
    image = keras.Input((SIDE, SIDE, 3), name="picture")
    x = layers.Rescaling(1 / 255)(image)
    x = layers.Conv2D(4, 3, strides=2, padding="same")(x)
    x = layers.BatchNormalization(name="normalization")(x)
    for number in (1, 2):
        y = layers.Conv2D(4, 3, padding="same", activation="relu", name=f"within_{number}")(x)
        x = layers.Add(name=f"join_{number}")([x, y])
    x = layers.Conv2D(6, 1, use_bias=False)(x)
    x = layers.BatchNormalization(name="last_normalization")(x)
    x = layers.ReLU(name="last")(x)
    pooled = layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, layers.Dense(5, activation="softmax")(pooled), name="small")


@pytest.fixture(scope="session")
def network() -> keras.Model:
    """The network, whose batch normalization is not the identity."""
    keras.utils.set_random_seed(7)
    found = make_network()
    for name, width in (("normalization", 4), ("last_normalization", 6)):
        values = (1.5, 0.2, 0.1, 0.7)
        found.get_layer(name).set_weights([np.full(width, value, np.float32) for value in values])
    return found


@pytest.fixture(scope="session")
def network_file(network: keras.Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The network as a file."""
    path = tmp_path_factory.mktemp("network") / "small.keras"
    network.save(path)
    return path


@pytest.fixture(scope="session")
def images() -> Dataset:
    """60 images: of class 1 the upper half is bright, of class 0 all is rather red."""
    random = np.random.default_rng(3)
    target = np.tile([0.0, 1.0], 30)
    pixels = random.integers(0, 90, (60, SIDE, SIDE, 3))
    pixels[target == 1, : SIDE // 2] += 120
    pixels[target == 0, :, :, 0] += 60
    rows = np.arange(60)
    splits = Splits(train=rows[:32], validation=rows[32:42], selection=rows[42:52], test=rows[52:])
    return from_arrays(
        {"image": pixels.astype(np.uint8)}, target, kind="binary", splits=splits, classes=("low", "high")
    )
