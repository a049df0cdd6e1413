"""What `wellfit run` says while and after it reads images."""

import io

import numpy as np
import pytest
from PIL import Image
from rich.console import Console

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
