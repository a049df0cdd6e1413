import sys

import numpy as np
import pytest

from wellfit.backend import keras
from wellfit.transfer.applications import names
from wellfit.transfer.preprocessing import USUAL, Preprocessing, measured, named

COLOURS = np.array([[0.0, 0.0, 0.0], [255.0, 128.0, 3.0], [17.0, 200.0, 90.0]])


@pytest.mark.parametrize("name", names())
def test_every_application_preprocesses_as_it_is_measured(name):
    function = sys.modules[getattr(keras.applications, name).__module__].preprocess_input
    found = measured(function)
    assert found in USUAL.values()
    wanted = np.asarray(function(COLOURS.reshape(1, 3, 1, 3).copy())).reshape(3, 3)
    assert found.applied(COLOURS) == pytest.approx(wanted, abs=1e-4)


@pytest.mark.parametrize(
    "preprocessing", [*USUAL.values(), Preprocessing(scale=(1.0, 2.0, 3.0), reversed=True)], ids=named
)
def test_layers_do_the_same_and_can_be_saved(preprocessing, tmp_path):
    image = keras.Input((3, 1, 3))
    keras.Model(image, preprocessing.layers(image)).save(tmp_path / "preprocessing.keras")
    model = keras.saving.load_model(tmp_path / "preprocessing.keras")
    found = keras.ops.convert_to_numpy(model(COLOURS.reshape(1, 3, 1, 3).astype(np.float32)))
    assert found.reshape(3, 3) == pytest.approx(preprocessing.applied(COLOURS), abs=1e-4)


def test_names_for_people():
    assert named(USUAL["-1 to 1"]) == "-1 to 1"
    assert named(Preprocessing(scale=(1.0, 2.0, 3.0))) == "a scale and an offset for each channel"


def test_what_is_no_scale_and_offset_is_refused():
    with pytest.raises(ValueError, match="more than a scale and an offset"):
        measured(lambda pixels: pixels**2 / 255)
