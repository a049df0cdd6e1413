"""The dense block: the features of all columns that are numbers, truth values, categories or dates."""

from dataclasses import dataclass, fields

import numpy as np
import polars as pl

from wellfit.data.pipeline.boolean import BooleanEncoder
from wellfit.data.pipeline.categorical import CategoryEncoder
from wellfit.data.pipeline.encoder import Dense, DenseEncoder
from wellfit.data.pipeline.numeric import NumericEncoder
from wellfit.data.schema import Schema


@dataclass(frozen=True, kw_only=True)
class DenseBlock:
    """One encoder a kind of column, in the order of their features."""

    numeric: NumericEncoder
    boolean: BooleanEncoder
    categorical: CategoryEncoder

    @classmethod
    def fit(cls, frame: pl.DataFrame, schema: Schema, seed: int) -> "DenseBlock":
        """Every encoder fitted on the prepared training rows."""
        return cls(
            numeric=NumericEncoder.fit(frame, schema.names("numeric")),
            boolean=BooleanEncoder.fit(frame, schema.names("boolean")),
            categorical=CategoryEncoder.fit(frame, schema.names("categorical", "short_text")),
        )

    @property
    def encoders(self) -> tuple[DenseEncoder, ...]:
        """The encoders in the order of their features."""
        return tuple(getattr(self, field.name) for field in fields(self))

    @property
    def feature_names(self) -> tuple[str, ...]:
        """One name a feature."""
        return tuple(name for encoder in self.encoders for name in encoder.feature_names)

    @property
    def width(self) -> int:
        """Number of features."""
        return sum(len(encoder.feature_names) for encoder in self.encoders)

    def encode(self, frame: pl.DataFrame) -> Dense:
        """float32 [rows, features] of prepared rows; each encoder fills its own part, so nothing exists twice."""
        block = np.empty((frame.height, self.width), np.float32)
        start = 0
        for encoder in self.encoders:
            stop = start + len(encoder.feature_names)
            if stop > start:
                encoder.write(frame, block[:, start:stop])
            start = stop
        return block
