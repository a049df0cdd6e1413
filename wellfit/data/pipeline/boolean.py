"""Truth values: 0, 1, and what is typical of the training rows where the cell is empty."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from wellfit.data.pipeline.encoder import Dense, DenseEncoder


@dataclass(frozen=True, kw_only=True)
class BooleanColumn:
    """`share` of the training rows are true; `gaps` says whether some were missing."""

    name: str
    share: float
    gaps: bool


@dataclass(frozen=True, kw_only=True)
class BooleanEncoder(DenseEncoder):
    """Boolean columns, each one feature, and one more where training rows had gaps."""

    parts: tuple[BooleanColumn, ...]

    @classmethod
    def fit(cls, frame: pl.DataFrame, names: Sequence[str]) -> "BooleanEncoder":
        """The share of true values and the presence of gaps in each column of the training rows."""
        return cls(
            parts=tuple(
                BooleanColumn(name=name, share=_share(frame[name]), gaps=frame[name].null_count() > 0) for name in names
            )
        )

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(part.name for part in self.parts)

    @property
    def feature_names(self) -> tuple[str, ...]:
        return (*self.columns, *(f"{part.name} is missing" for part in self.parts if part.gaps))

    def write(self, frame: pl.DataFrame, out: Dense) -> None:
        for index, part in enumerate(self.parts):
            out[:, index] = frame[part.name].cast(pl.Float32).fill_null(part.share).to_numpy()
        gaps = [part.name for part in self.parts if part.gaps]
        for index, name in enumerate(gaps, start=len(self.parts)):
            out[:, index] = frame[name].is_null().to_numpy().astype(np.float32)


def _share(series: pl.Series) -> float:
    known = series.drop_nulls()
    return float(known.sum()) / len(known) if len(known) else 0.5
