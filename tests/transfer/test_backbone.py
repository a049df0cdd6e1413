import numpy as np
import pytest

from wellfit.backend import keras
from wellfit.errors import ModelError, OptionError
from wellfit.transfer.applications import application
from wellfit.transfer.backbone import Backbone
from wellfit.transfer.preprocessing import USUAL, Preprocessing


def outputs(model, pixels):
    return keras.ops.convert_to_numpy(model(pixels.astype(np.float32)))


@pytest.fixture(scope="module")
def pixels(images):
    return images.blocks["image"][:4]


def test_a_file_gives_its_feature_maps_pooled(network, network_file, pixels):
    backbone = Backbone.load(network_file, image_shape=(12, 12, 3))
    maps = keras.Model(network.inputs[0], network.get_layer("last").output)
    wanted = outputs(maps, pixels).mean(axis=(1, 2))
    assert outputs(backbone.frozen(), pixels) == pytest.approx(wanted, abs=1e-6)
    assert backbone.blocks == 2
    assert backbone.sentence == "small, pixels 0 to 255"


@pytest.mark.parametrize("blocks", [1, 2])
def test_the_frozen_part_and_the_tail_are_the_whole(network_file, pixels, blocks):
    backbone = Backbone.load(network_file, image_shape=(12, 12, 3))
    found = outputs(backbone.tail(blocks), outputs(backbone.frozen(blocks), pixels))
    assert found == pytest.approx(outputs(backbone.frozen(), pixels), abs=1e-6)


def test_vgg16_takes_raw_pixels_as_its_own_preprocessing_makes_them():
    backbone = Backbone.load("vgg-16", "random", (32, 32, 3), side=32)
    pixels = np.random.default_rng(0).integers(0, 256, (2, 32, 32, 3))
    prepared = keras.applications.vgg16.preprocess_input(pixels.astype(np.float32))
    wanted = outputs(backbone.network, prepared).mean(axis=(1, 2))
    assert np.ptp(wanted) > 0
    assert outputs(backbone.frozen(), pixels) == pytest.approx(wanted, rel=1e-4)


def test_grey_images_and_other_sizes_are_brought_to_what_the_network_takes(network_file):
    backbone = Backbone.load(network_file, image_shape=(6, 8, 1))
    wide = Backbone.load(network_file, image_shape=(12, 12, 3))
    wanted = outputs(wide.frozen(), np.full((1, 12, 12, 3), 100))
    assert outputs(backbone.frozen(), np.full((1, 6, 8, 1), 100)) == pytest.approx(wanted, abs=1e-5)
    assert "brought to 12 × 12" in backbone.sentence


def test_a_key_tells_apart_what_gives_other_features(network_file):
    first = Backbone.load(network_file, image_shape=(12, 12, 3))
    again = Backbone.load(network_file, image_shape=(12, 12, 3))
    other = Backbone.load(network_file, image_shape=(12, 12, 3), preprocessing=USUAL["-1 to 1"])
    assert first.key == again.key != other.key


def test_images_that_are_too_small_are_enlarged():
    backbone = Backbone.load("MobileNetV2:0.35", "random", (100, 130, 3))
    assert backbone.side == (224, 224)
    assert Backbone.load("MobileNetV2:0.35", "random", (112, 130, 3)).side == (112, 130)
    with pytest.raises(OptionError, match=r"MobileNetV2 takes images of 32 × 32 or more, received 20"):
        Backbone.load("MobileNetV2:0.35", "random", (20, 20, 3), side=20)


def test_an_efficient_net_from_a_file_divides_as_one_that_keras_fetched():
    found = application("EfficientNetB0")
    assert found is not None
    assert found.preprocessing_for(None) == Preprocessing()
    from_file = found.preprocessing_for("weights.h5")
    pixels = np.array([[0.0, 128.0, 255.0]])
    mean, deviation = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
    wanted = (pixels / 255 - mean) / deviation / np.sqrt(deviation)
    assert (from_file.applied(pixels) / 255 - mean) / deviation == pytest.approx(wanted)


def test_networks_that_do_not_exist():
    with pytest.raises(OptionError, match=r"no pretrained network 'mobilnet'; .* Did you mean .*MobileNet"):
        Backbone.load("mobilnet")
    with pytest.raises(OptionError, match=r"There is no width '0.4' of MobileNetV2; expected was one of 0.35, 0.5"):
        Backbone.load("MobileNetV2:0.4")


def test_files_that_are_no_backbone(tmp_path, network_file):
    keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)]).save(tmp_path / "dense.keras")
    with pytest.raises(ModelError, match=r"takes rows of shape \(4,\); expected was a network of images"):
        Backbone.load(tmp_path / "dense.keras")
    flat = keras.Sequential([keras.Input((4, 4, 3)), keras.layers.Flatten(), keras.layers.Dense(2)])
    flat.save(tmp_path / "flat.keras")
    with pytest.raises(ModelError, match=r"makes no feature map of an image"):
        Backbone.load(tmp_path / "flat.keras")
    with pytest.raises(OptionError, match=r"has its weights in it, but weights were given too"):
        Backbone.load(network_file, "weights.h5")


def test_a_network_for_images_of_any_size_has_blocks_too(tmp_path):
    x = image = keras.Input((None, None, 3))
    for filters in (4, 6):
        x = keras.layers.Conv2D(filters, 3, strides=2)(x)
    keras.Model(image, x).save(tmp_path / "any.keras")
    backbone = Backbone.load(tmp_path / "any.keras", image_shape=(31, 15, 3))
    assert backbone.blocks == 1
    assert backbone.frozen(1).output_shape == (None, 15, 7, 4)
    assert backbone.frozen().output_shape == (None, 6)
