"""A model that sees nothing but how red an image is, asked about images of every source."""

import json

import numpy as np
import polars as pl
import pytest
from PIL import Image

from wellfit.backend import keras
from wellfit.data.encoded import from_arrays
from wellfit.data.splits import Splits
from wellfit.errors import DataError, SourceError
from wellfit.workflow.best import Best

COLUMNS = ["path", "prediction", "probability_blue", "probability_red"]


@pytest.fixture(scope="module")
def best(tmp_path_factory):
    folder = tmp_path_factory.mktemp("best")
    image = keras.Input((8, 8, 3), name="image")
    mean = keras.layers.GlobalAveragePooling2D()(keras.layers.Rescaling(1 / 255)(image))
    last = keras.layers.Dense(1, activation="sigmoid")
    model = keras.Model(image, last(mean))
    last.set_weights([np.array([[4.0], [0.0], [-4.0]]), np.zeros(1)])
    model.save(folder / "model.keras")
    rows = np.arange(4)
    splits = Splits(train=rows[:2], validation=rows[2:3], selection=rows[3:], test=rows[:0])
    pixels = np.zeros((4, 8, 8, 3), np.uint8)
    data = from_arrays({"image": pixels}, rows % 2, kind="binary", splits=splits, classes=("blue", "red"))
    (folder / "pipeline.json").write_text(json.dumps(data.pipeline.to_json()))
    return Best(folder, {})


@pytest.fixture
def photos(tmp_path):
    (tmp_path / "photos" / "more").mkdir(parents=True)
    Image.new("RGB", (30, 20), "red").save(tmp_path / "photos" / "a <b>.png")
    (tmp_path / "photos" / "broken.jpg").write_bytes(b"no image")
    Image.new("CMYK", (8, 8), (255, 255, 0, 0)).save(tmp_path / "photos" / "more" / "b.jpg")
    (tmp_path / "photos" / "notes.txt").write_text("no image either")
    return tmp_path / "photos"


def test_a_folder_and_all_below_it(best, photos):
    found = best.predict(photos)
    assert found.columns == COLUMNS
    assert found["path"].to_list() == [str(photos / name) for name in ("a <b>.png", "broken.jpg", "more/b.jpg")]
    assert found["prediction"].to_list() == ["red", None, "blue"]
    assert found["probability_red"].to_list()[0] == pytest.approx(1 / (1 + np.exp(-4)))
    assert found.row(1) == (str(photos / "broken.jpg"), None, None, None)


def test_files_and_patterns(best, photos, monkeypatch):
    assert best.predict(str(photos / "a <b>.png"))["prediction"].to_list() == ["red"]
    assert best.predict([photos / "more" / "b.jpg", str(photos / "*.png")])["prediction"].to_list() == ["blue", "red"]


def test_a_table_that_names_them(best, photos):
    pl.DataFrame({"n": [1, 2, 3], "image": ["more/b.jpg", "gone.png", None]}).write_csv(photos / "list.csv")
    found = best.predict(photos / "list.csv")
    assert found["prediction"].to_list() == ["blue", None, None]
    assert found["path"].to_list() == ["more/b.jpg", "gone.png", None]  # as the table has them
    with pytest.raises(DataError, match=r"The rows name no images: expected was the column 'image' of paths.*'n'"):
        best.predict(pl.DataFrame({"n": [1]}))


def test_arrays(best):
    pixels = np.zeros((2, 8, 8, 3), np.uint8)
    pixels[0, :, :, 0] = pixels[1, :, :, 2] = 255
    found = best.predict(pixels)
    assert found["path"].to_list() == ["image 0", "image 1"]
    assert found["prediction"].to_list() == ["red", "blue"]


def test_nothing_to_predict(best, tmp_path):
    with pytest.raises(SourceError, match=r"holds no image. Expected files such as cat.jpg"):
        best.predict(tmp_path)
    with pytest.raises(SourceError, match="does not exist"):
        best.predict(tmp_path / "gone.jpg")
