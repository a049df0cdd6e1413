"""The contact sheet shows the changes that training makes."""

import base64
import io

import numpy as np
from PIL import Image

from wellfit.data.encoded import from_arrays
from wellfit.data.splits import Splits
from wellfit.recipes.augmentation import Augmentation
from wellfit.workflow.pictures import augmentation_sheet
from wellfit.workflow.pictures.sheet import GAP, TILE


def test_each_row_is_an_image_and_its_mirror():
    pixels = np.zeros((9, 16, 16, 3), np.uint8)
    pixels[:, :, :8] = 200
    none = np.zeros(0, np.int64)
    splits = Splits(train=np.arange(9), validation=none, selection=none, test=none)
    data = from_arrays({"image": pixels}, np.arange(9) % 2, kind="binary", splits=splits)
    found = augmentation_sheet(data, Augmentation(flip=1.0))
    assert (found["rows"], found["times"], found["what"]) == (6, 7, "100 % mirrored")
    sheet = np.asarray(Image.open(io.BytesIO(base64.b64decode(found["image"])))).astype(int)
    left, right = (sheet[TILE // 2 :: TILE + GAP, TILE * part // 4 :: TILE + GAP, 0] > 100 for part in (1, 3))
    assert left[:, 0].all()
    assert not left[:, 1:].any()
    assert right[:, 1:].all()


def test_few_images_of_one_class_are_all_shown():
    none = np.zeros(0, np.int64)
    splits = Splits(train=np.arange(2), validation=none, selection=none, test=none)
    data = from_arrays({"image": np.zeros((2, 4, 4, 1), np.uint8)}, np.zeros(2), kind="binary", splits=splits)
    assert augmentation_sheet(data, Augmentation(shift=0.1))["rows"] == 2
