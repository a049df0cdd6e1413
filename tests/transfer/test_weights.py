import pytest

from wellfit.backend import keras
from wellfit.errors import ModelError
from wellfit.transfer.backbone import Backbone
from wellfit.transfer.weights import _KEPT_AS

NAME = "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_0.35_224_no_top.h5"


@pytest.mark.slow
def test_a_width_is_found_by_the_weights(tmp_path):
    narrow = keras.applications.MobileNet(include_top=False, weights=None, input_shape=(32, 32, 3), alpha=0.25)
    narrow.save_weights(tmp_path / "narrow.weights.h5")
    backbone = Backbone.load("MobileNet", tmp_path / "narrow.weights.h5", (32, 32, 3), side=32)
    assert backbone.name == "MobileNet:0.25"
    assert backbone.frozen().output_shape == (None, 256)


def test_weights_of_another_network(tmp_path):
    keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)]).save_weights(tmp_path / "other.weights.h5")
    with pytest.raises(ModelError, match=r"other.weights.h5 are not those of MobileNetV2:0.35: .* Name the network"):
        Backbone.load("MobileNetV2:0.35", tmp_path / "other.weights.h5", (32, 32, 3), side=32)


def test_a_file_that_holds_no_weights(tmp_path):
    (tmp_path / "broken_no_top.h5").write_text("no weights")
    with pytest.raises(ModelError, match=r"broken_no_top.h5 are not those of MobileNetV2:0.35"):
        Backbone.load("MobileNetV2:0.35", tmp_path / "broken_no_top.h5", (32, 32, 3), side=32)


def test_weights_that_are_not_there(tmp_path):
    with pytest.raises(ModelError, match=r"none.h5 does not exist; expected was a file of weights of MobileNetV2"):
        Backbone.load("MobileNetV2", tmp_path / "none.h5")
    (tmp_path / "weights.txt").write_text("no weights")
    with pytest.raises(ModelError, match=r"no file of weights that Keras reads; expected was one that ends in .h5"):
        Backbone.load("MobileNetV2", tmp_path / "weights.txt")


@pytest.mark.slow
def test_without_network_and_weights_the_message_says_what_to_fetch(monkeypatch):
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")  # where nobody listens
    monkeypatch.setenv("KERAS_HOME", "/somewhere")
    with pytest.raises(ModelError, match="cannot be fetched") as caught:
        Backbone.load("MobileNetV2:0.35")
    assert f"https://storage.googleapis.com/tensorflow/keras-applications/mobilenet_v2/{NAME}" in str(caught.value)
    assert f"pass it with --weights {NAME}, or put it at /somewhere/models/{NAME}" in str(caught.value)


def test_files_that_keras_keeps_under_another_name():
    source = keras.applications.NASNetMobile.__globals__
    addresses = [source[f"NASNET_{size}_WEIGHT_PATH_NO_TOP"] for size in ("MOBILE", "LARGE")]
    assert {address.rsplit("/", 1)[1] for address in addresses} == set(_KEPT_AS)
