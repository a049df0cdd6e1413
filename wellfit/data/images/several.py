"""Image files as pixels, whether they can be read or not."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np

from wellfit.data.images.decode import UnreadableImage, content_of, decode, guarded
from wellfit.data.images.parallel import in_parallel


def pixels_or_black(paths: Sequence[Path], shape: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """uint8 [files, height, width, channels], black where a file cannot be read, and bool [files]: whether it can."""
    pixels, read = np.zeros((len(paths), *shape), np.uint8), np.ones(len(paths), bool)
    with guarded():
        for row, found in enumerate(in_parallel(partial(_decoded, shape=shape), paths)):
            if found is None:
                read[row] = False
            else:
                pixels[row] = found
    return pixels, read


def _decoded(path: Path, shape: tuple[int, ...]) -> np.ndarray | None:
    try:
        return decode(content_of(path), shape)
    except UnreadableImage:
        return None
