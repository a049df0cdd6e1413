"""The dense block: the features of all columns that are numbers, truth values, categories, names or dates."""

from dataclasses import dataclass, fields

import numpy as np
import polars as pl

from wellfit.data.pipeline.boolean import BooleanEncoder
from wellfit.data.pipeline.categorical import CategoryEncoder
from wellfit.data.pipeline.datetimes import DateEncoder
from wellfit.data.pipeline.encoder import Dense, DenseEncoder
from wellfit.data.pipeline.numeric import NumericEncoder
from wellfit.data.pipeline.short_text import ShortTextEncoder
from wellfit.data.pipeline.steps import StepEncoder
from wellfit.data.schema import Schema


@dataclass(frozen=True, kw_only=True)
class DenseBlock:
    """One encoder a kind of column, in the order of their features; the steps, which repeat numbers, come last."""

    numeric: NumericEncoder
    boolean: BooleanEncoder
    categorical: CategoryEncoder
    short_text: ShortTextEncoder
    datetime: DateEncoder
    steps: StepEncoder

    @classmethod
    def fit(cls, frame: pl.DataFrame, schema: Schema, seed: int) -> "DenseBlock":
        """Every encoder fitted on the prepared training rows."""
        numeric = schema.names("numeric")
        return cls(
            numeric=NumericEncoder.fit(frame, numeric, seed),
            boolean=BooleanEncoder.fit(frame, schema.names("boolean")),
            categorical=CategoryEncoder.fit(frame, schema.names("categorical")),
            short_text=ShortTextEncoder.fit(frame, schema.names("short_text")),
            datetime=DateEncoder.fit(frame, schema.names("datetime")),
            steps=StepEncoder.fit(frame, numeric, seed),
        )

    @classmethod
    def of_numbers(cls, numeric: NumericEncoder) -> "DenseBlock":
        """Numeric columns alone, without steps."""
        return cls(
            numeric=numeric,
            boolean=BooleanEncoder(parts=()),
            categorical=CategoryEncoder(parts=()),
            short_text=ShortTextEncoder(parts=()),
            datetime=DateEncoder(parts=()),
            steps=StepEncoder(parts=()),
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

    @property
    def plain_width(self) -> int:
        """Number of features without the steps, which come last: all that a decision tree needs."""
        return self.width - len(self.steps.feature_names)

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
