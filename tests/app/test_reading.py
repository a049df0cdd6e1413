"""What `wellfit run` says while and after it reads images."""

import io

import numpy as np
import pytest
import typer
from PIL import Image
from rich.console import Console

import wellfit
from wellfit.app.program import program
from wellfit.app.progress.plain import PlainProgress
from wellfit.app.run import _read


@pytest.fixture
def pictures(tmp_path):
    random = np.random.default_rng(0)
    for split, number in (("train", 12), ("validation", 3)):
        for label in ("cat", "dog"):
            (tmp_path / split / label).mkdir(parents=True)
            for row in range(number):
                pixels = random.integers(0, 256, (12, 12, 3)).astype(np.uint8)
                Image.fromarray(pixels).save(tmp_path / split / label / f"{row}.png")
    return tmp_path


def test_what_is_in_the_folder_and_what_the_test_is(pictures):
    console = Console(file=io.StringIO(), width=100)
    data = _read(PlainProgress(console), [str(pictures)], image_size="16")
    lines = console.file.getvalue().splitlines()
    assert data.shapes == {"image": (16, 16, 3)}
    assert (
        "30 rows (17 train, 3 validation, 4 selection, 6 test). Target class, binary: 2 folders of images." in lines[1]
    )
    assert lines[2].startswith("There is no test folder: the 6 images of the validation folder are the test")


@pytest.fixture
def photographs(tmp_path):
    """Of more sizes than one, the median of whose shorter sides is 240."""
    for label, red in (("cat", 40), ("dog", 200)):
        folder = tmp_path / "photographs" / label
        folder.mkdir(parents=True)
        for row in range(12):
            size = (320, 240) if row % 2 else (240, 300)
            Image.new("RGB", size, (red, 20 * row, 0)).save(folder / f"{row}.png")
    return tmp_path / "photographs"


@pytest.fixture
def of_any_side(tmp_path):
    from wellfit.backend import keras

    image = keras.Input((None, None, 3))
    keras.Model(image, keras.layers.Conv2D(4, 3)(image)).save(tmp_path / "any.keras")
    return tmp_path / "any.keras"


@pytest.mark.parametrize(("with_backbone", "side"), [(False, 160), (True, 224)])
def test_photographs_are_larger_for_a_backbone(photographs, of_any_side, tmp_path, capsys, with_backbone, side):
    named = ["--backbone", str(of_any_side)] if with_backbone else []
    out = tmp_path / "study"
    with pytest.raises(SystemExit) as left:
        typer.main.get_command(program)(
            ["run", str(photographs), *named, "--only", "data", "--json", "--out", str(out)]
        )
    assert left.value.code == 0, capsys.readouterr().err
    (column,) = wellfit.open_study(out).summary["data"]["columns"]
    assert column["detail"] == f"{side} × {side} pixels, colour"
