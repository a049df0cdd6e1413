"""The test split is opened once, and images are kept to be looked at."""

import numpy as np
import pytest

from wellfit.backend import keras
from wellfit.data.encoded import from_arrays
from wellfit.data.splits import Splits
from wellfit.recipes.remedies import Augment
from wellfit.record import StudyRecord
from wellfit.workflow.delivery import open_test
from wellfit.workflow.pictures import study_sheet

BRIGHT = np.array([0, 200, 10, 250, 240, 20], np.uint8)


@pytest.fixture
def images():
    """The brighter ones are lit; the label of the last test row is wrong."""
    pixels = np.broadcast_to(BRIGHT[:, None, None, None], (6, 6, 6, 3)).copy()
    splits = Splits(
        train=np.array([0]), validation=np.array([1]), selection=np.zeros(0, np.int64), test=np.array([2, 3, 4, 5])
    )
    labels = np.array([0, 1, 0, 1, 1, 1])
    return from_arrays({"image": pixels}, labels, kind="binary", splits=splits, classes=("dark", "lit"))


def test_pictures_of_the_test_rows_are_stored(images, context):
    layers = [keras.Input((6, 6, 3), name="image"), keras.layers.Rescaling(1 / 255)]
    layers += [keras.layers.Conv2D(1, 3, kernel_initializer="ones", name="seen"), keras.layers.GlobalMaxPooling2D()]
    model = keras.Sequential([*layers, keras.layers.Dense(1, "sigmoid", name="answer")])
    model.get_layer("answer").set_weights([np.array([[1.0]]), np.array([-13.5])])
    made = context(images)
    found = open_test(model, made)
    assert found["confusion"] == [[1, 0], [1, 2]]
    stored = StudyRecord.open(made.writer.folder).get("pictures")
    assert [(one["file"], one["truth"], one["prediction"]) for one in stored["mistakes"]] == [
        ("image 5", "lit", "dark")
    ]
    assert stored["layer"] == "seen"


def test_what_augmentation_does_is_shown_of_the_chosen_recipe_or_of_one_that_was_tried(images, context):
    made = context(images)
    assert study_sheet(made) is None
    made.chosen = Augment(strength=0.5, flip=0.0).apply(made.plain)
    assert study_sheet(made)["what"].startswith("turned by up to 7.5°, zoomed by up to 10 %")
    made.chosen = made.plain
    assert study_sheet(made) is None
