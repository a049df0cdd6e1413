"""How the chosen network did on the test split: class by class, or value by value."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from wellfit.record import StudyRecord

POINTS = 1500  # dots in the scatter; more of them only hide each other


@dataclass(frozen=True, kw_only=True)
class Confusion:
    """Counts of test rows: `counts[i][j]` rows of class i were taken for class j."""

    classes: list[str]
    counts: list[list[int]]

    @cached_property
    def shares(self) -> list[list[float]]:
        """Each count as a share of its true class."""
        return [[count / max(1, sum(row)) for count in row] for row in self.counts]

    @cached_property
    def mistakes(self) -> list[tuple[str, str, int, float]]:
        """True class, predicted class, rows and share of the true class: the most frequent mistakes first."""
        pairs = [
            (self.classes[i], self.classes[j], count, self.shares[i][j])
            for i, row in enumerate(self.counts)
            for j, count in enumerate(row)
            if i != j and count
        ]
        return sorted(pairs, key=lambda pair: -pair[2])


@dataclass(frozen=True, kw_only=True)
class Residuals:
    """Predicted against true: a sample of test rows, and how large the errors of all of them are."""

    points: pl.DataFrame
    rows: int
    half_within: float
    nine_tenths_within: float


def confusion(record: StudyRecord) -> Confusion | None:
    """Return the confusion matrix the study stored, or count it from the predictions; None for regression."""
    task = record.get("task") or {}
    classes = [str(name) for name in task.get("classes") or []]
    if not classes:
        return None
    stored = (record.get("best") or {}).get("confusion")
    if stored:
        return Confusion(classes=classes, counts=stored)
    frame = record.predictions
    if frame.is_empty():
        return None
    index = {name: position for position, name in enumerate(classes)}
    counts = np.zeros((len(classes), len(classes)), dtype=int)
    for truth, prediction, rows in frame.group_by("truth", "prediction").len().iter_rows():
        if truth in index and prediction in index:
            counts[index[truth], index[prediction]] += rows
    return Confusion(classes=classes, counts=counts.tolist())


def residuals(record: StudyRecord) -> Residuals | None:
    """Return predicted-against-true for regression; None for classes or before the test split was opened."""
    frame = record.predictions
    if frame.is_empty() or frame.schema["truth"] != pl.Float64:
        return None
    frame = frame.select("truth", "prediction").drop_nulls()
    if frame.is_empty():
        return None
    errors = np.abs(frame["prediction"].to_numpy() - frame["truth"].to_numpy())
    half, most = np.quantile(errors, [0.5, 0.9])
    return Residuals(
        points=frame.gather(np.linspace(0, frame.height - 1, min(POINTS, frame.height)).astype(int)),
        rows=frame.height,
        half_within=float(half),
        nine_tenths_within=float(most),
    )
