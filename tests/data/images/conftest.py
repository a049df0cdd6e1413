"""Small images, made here: no two of them alike unless a test wants it."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image


def _picture(seed: int, size: tuple[int, int] = (48, 40)) -> Image.Image:
    """Smooth patches of colour, as photographs have, different for each seed."""
    patches = np.random.default_rng(seed).integers(0, 256, (6, 5, 3)).astype(np.uint8)
    return Image.fromarray(patches).resize(size, Image.Resampling.BICUBIC)


def _save(root: Path, names: list[str], first: int = 0) -> None:
    """A picture of its own in each of these files."""
    for seed, name in enumerate(names, start=first):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        _picture(seed).save(path)


@pytest.fixture
def picture():
    return _picture


@pytest.fixture
def save():
    return _save


@pytest.fixture
def by_class(tmp_path):
    """A folder of 16 cats and 16 dogs."""
    root = tmp_path / "pets"
    _save(root, [f"{name}/{row:02}.png" for name in ("cat", "dog") for row in range(16)])
    return root
