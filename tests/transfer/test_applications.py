import inspect
import re

import pytest

from wellfit.backend import keras
from wellfit.transfer.applications import application, names

SIDE = re.compile(r"default_size=(\d+)")


def test_there_are_some():
    assert {"MobileNetV2", "VGG16", "ResNet50", "EfficientNetB7", "ConvNeXtTiny"} <= set(names())


@pytest.mark.parametrize("name", names())
def test_every_name_is_known_in_any_case(name):
    found = application(name.lower())
    assert found is not None
    assert found.name == name
    assert found.side >= found.shortest


@pytest.mark.parametrize(
    "name", [name for name in names() if SIDE.search(inspect.getsource(getattr(keras.applications, name)))]
)
def test_sides_are_those_of_keras(name):
    """Where the function itself says for which side it was made."""
    found = application(name)
    assert found is not None
    said = SIDE.findall(inspect.getsource(found.function))
    assert {int(side) for side in said} == {found.side}


def test_other_words_are_no_network():
    assert application("model.h5") is None
