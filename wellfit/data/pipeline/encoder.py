"""What every encoder of the dense block can do."""

from abc import ABC, abstractmethod

import numpy as np
import polars as pl

Dense = np.ndarray[tuple[int, int], np.dtype[np.float32]]


class DenseEncoder(ABC):
    """Columns of one kind as numbers around zero; a frozen dataclass of plain values fitted on training rows.

    Each concrete encoder is made by its own `fit(frame, columns)`, writes its features into its part
    of the dense block, and is saved through its fields alone.
    """

    @property
    @abstractmethod
    def columns(self) -> tuple[str, ...]:
        """Names of the columns that the encoder reads."""

    @property
    @abstractmethod
    def feature_names(self) -> tuple[str, ...]:
        """One name for each feature that the encoder writes, in order."""

    @abstractmethod
    def write(self, frame: pl.DataFrame, out: Dense) -> None:
        """Fill `out` [rows, features] from the prepared columns of `frame`: finite float32, row by row."""
