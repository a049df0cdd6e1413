"""Image files as pixels, whether they can be read or not."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np

from wellfit.data.images.decode import decoded, guarded
from wellfit.data.images.parallel import in_parallel


def pixels_or_black(paths: Sequence[Path], shape: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """uint8 [files, height, width, channels], black where a file cannot be read, and bool [files]: whether it can."""
    pixels, read = np.zeros((len(paths), *shape), np.uint8), np.ones(len(paths), bool)
    with guarded():
        for row, found in enumerate(in_parallel(partial(decoded, shape=shape), paths)):
            if isinstance(found, str):
                read[row] = False
            else:
                pixels[row] = found
    return pixels, read
