"""Images: files as raw pixels of one size."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from wellfit.data.images.several import pixels_or_black
from wellfit.data.pipeline.array import stacked


@dataclass(frozen=True, kw_only=True)
class ImageEncoder:
    """One column of paths, or of arrays of `shape`, as uint8 [rows, height, width, channels], from 0 to 255.

    Nothing is fitted but the size and whether there is colour: the network scales the pixels itself, so that the saved
    model takes what an image holds.
    """

    name: str
    shape: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.shape) != 3 or min(self.shape) < 1 or self.shape[2] not in (1, 3):
            raise ValueError(f"images of shape {self.shape}")

    def encode(self, frame: pl.DataFrame) -> np.ndarray:
        """uint8 [rows, height, width, channels]; a file that cannot be read is black."""
        dtype = frame[self.name].dtype
        if isinstance(dtype, pl.Array):
            grey = self.shape[2] == 1 and len(dtype.shape) == 2  # the axis of one channel may be left out
            values = stacked(frame[self.name], self.shape[:2] if grey else self.shape)
            return np.clip(np.nan_to_num(values), 0, 255).astype(np.uint8).reshape(-1, *self.shape)
        return pixels_or_black([Path(path or "") for path in frame[self.name]], self.shape)[0]
