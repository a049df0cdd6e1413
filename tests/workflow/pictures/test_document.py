"""The document of pictures, of a network of which is known what it gets wrong."""

import json
from dataclasses import replace

import numpy as np
import pytest

from wellfit.backend import keras
from wellfit.data.encoded import from_arrays
from wellfit.data.images.rows import ImageRows
from wellfit.data.splits import Splits
from wellfit.record.plain import plain
from wellfit.workflow.pictures import HeldOut, pictures

ROWS = np.arange(2, 8)


@pytest.fixture(scope="module")
def network():
    """The brighter an image, the likelier it is a dog: sure below 50 and above 200."""
    layers = [
        keras.Input((8, 8, 3), name="image"),
        keras.layers.Rescaling(1 / 255),
        keras.layers.Conv2D(1, 3, kernel_initializer="ones", name="seen"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(1, "sigmoid", name="answer"),
    ]
    model = keras.Sequential(layers)
    model.get_layer("answer").set_weights([np.array([[1.0]]), np.array([-13.5])])
    return model


@pytest.fixture(scope="module")
def data():
    shades = [0, 255, 10, 20, 240, 250, 127, 100]
    pixels = np.stack([np.full((8, 8, 3), shade, np.uint8) for shade in shades])
    labels = np.array([0, 1, 0, 1, 1, 0, 1, 0])
    splits = Splits(train=np.array([0]), validation=np.array([1]), selection=np.zeros(0, np.int64), test=ROWS)
    return from_arrays({"image": pixels}, labels, kind="binary", splits=splits, classes=("cat", "dog"))


def asked(model, data, **more):
    truth = data.target[ROWS]
    predicted = np.asarray(model(data.blocks["image"][ROWS].astype(np.float32)))[:, 0]
    return pictures(model, data, ROWS, truth, predicted, **more)


def test_mistakes_are_there_with_file_truth_and_prediction(network, data):
    found = asked(network, data)
    first, second = found["mistakes"][:2]
    assert (first["row"], first["truth"], first["prediction"], first["split"]) == (5, "cat", "dog", "test")
    assert (second["row"], second["truth"], second["prediction"]) == (3, "dog", "cat")
    assert first["file"] == "image 5"
    assert first["confidence"] > 0.99
    assert found["unsure"][0]["row"] == 6
    assert [entry["row"] for entry in found["suspected"]] == [5, 3]
    assert found["looked_at"] == 6


def test_heat_is_what_speaks_for_the_prediction(network, data):
    """Only brightness for a dog is in the map; for a cat nothing is warm, and the picture is its grey self."""
    found = asked(network, data)
    assert found["layer"] == "seen"
    dog, cat = found["mistakes"][:2]
    assert dog["heat"] != dog["image"]
    assert cat["heat"] is not None


def test_files_are_named_where_they_are_known(network, data):
    named = replace(data, images=ImageRows(files=tuple("abcde<>h"), key="any"))
    assert [entry["file"] for entry in asked(network, named)["mistakes"][:2]] == ["<", "d"]


def test_other_held_out_rows_are_suspected_too(network, data):
    more = HeldOut(split="train", rows=np.array([0, 1]), truth=np.array([0, 0]), predicted=np.array([0.01, 0.9999999]))
    assert asked(network, data, more=[more])["suspected"][0]["row"] == 5  # no row of the class dog says what is usual
    more = replace(more, truth=np.array([1, 0]))
    first = asked(network, data, more=[more])["suspected"][0]
    assert (first["row"], first["split"]) == (1, "train")


def test_it_is_plain(network, data):
    found = asked(network, data)
    assert json.loads(json.dumps(plain(found))) == found


def test_a_network_without_a_map_leaves_the_pictures_alone(data):
    dense = keras.Sequential([keras.Input((8, 8, 3)), keras.layers.Flatten(), keras.layers.Dense(1, "sigmoid")])
    found = asked(dense, data)
    assert found["layer"] is None
    assert all(entry["heat"] is None and entry["image"] for entry in found["unsure"])


def test_nothing_to_show(network, data):
    none = np.zeros(0, np.int64)
    found = pictures(network, data, none, none, np.zeros(0))
    assert found == {"mistakes": [], "unsure": [], "suspected": [], "layer": None, "looked_at": 0}
