"""The target as numbers that a loss can be computed from, and back to the user's own units and labels."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from wellfit.data.task import KINDS, Task
from wellfit.errors import DataError

# A standard normal sample of 20 has a skewness above 1 in about one case in a hundred.
_SKEWED = 1.0


def label_text(series: pl.Series) -> pl.Series:
    """Class labels as text: trimmed, and 1.0 the same label as 1.

    >>> label_text(pl.Series([1.0, 0.0])).to_list()
    ['1', '0']
    """
    return series.cast(pl.String).str.strip_chars().str.replace(r"^(-?\d+)\.0+$", "$1")


class Scale(NamedTuple):
    """What the outputs of a regression are put back with, after its logarithm: numbers, or arrays of many networks'."""

    mean: Any
    deviation: Any
    low: Any
    high: Any


@dataclass(frozen=True, kw_only=True)
class TargetEncoder:
    """How a target becomes numbers: class indices, or y standardised, after log(1 + y) where that helps.

    `low` and `high` bound what decoding gives back to the range of the training rows, widened by its
    own width on both sides: the exponential of a wild output must not decide an average error.
    """

    kind: str
    classes: tuple[str, ...] = ()
    transform: str = "none"
    mean: float = 0.0
    deviation: float = 1.0
    low: float = 0.0
    high: float = 0.0

    def __post_init__(self) -> None:
        if self.kind not in KINDS or self.transform not in ("none", "log1p") or self.deviation <= 0:
            raise ValueError(f"kind {self.kind}, transform {self.transform}, deviation {self.deviation}")
        if (self.kind == "regression") == bool(self.classes) or len(set(self.classes)) < len(self.classes):
            raise ValueError(f"{self.kind} with {len(self.classes)} classes")

    @classmethod
    def fit(cls, series: pl.Series, task: Task, transform: str | None = None) -> "TargetEncoder":
        """From the training rows' target; whether a logarithm helps is found out where `transform` does not say."""
        if task.kind != "regression":
            return cls(kind=task.kind, classes=tuple(task.classes))
        values = series.cast(pl.Float64).drop_nulls().drop_nans().to_numpy()
        transform = transform or ("log1p" if _log_helps(values) else "none")
        bent = np.log1p(values) if transform == "log1p" else values
        deviation, low, high = float(bent.std()), float(bent.min()), float(bent.max())
        return cls(
            kind=task.kind,
            transform=transform,
            mean=float(bent.mean()),
            deviation=deviation if deviation > 0 else 1.0,
            low=2 * low - high,
            high=2 * high - low,
        )

    def encode(self, series: pl.Series) -> np.ndarray:
        """[rows]: float32 0/1 (binary), int32 (multiclass) or float32 of deviation 1 (regression).

        Raises DataError for a label that is none of the classes, or for a missing value.
        """
        if self.kind == "regression":
            return self._encode_numbers(series)
        labels = label_text(series)
        keys = [label_text(pl.Series([name]))[0] for name in self.classes]
        codes = labels.replace_strict(keys, range(len(keys)), default=None, return_dtype=pl.Int32)
        if codes.null_count():
            unknown = labels.filter(codes.is_null())[0]
            raise DataError(
                f"The target holds the label {unknown!r}, which no training row has; expected one of "
                f"{', '.join(self.classes[:20])}. Leave such rows out or train with rows of this class."
            )
        return codes.to_numpy().astype(np.float32 if self.kind == "binary" else np.int32)

    def _encode_numbers(self, series: pl.Series) -> np.ndarray:
        values = series.cast(pl.Float64).to_numpy()
        if not np.isfinite(values).all():
            raise DataError(
                "The target holds missing or infinite numbers; expected a finite number in every row. "
                "Leave these rows out."
            )
        bent = np.log1p(np.maximum(values, -1 + 1e-6)) if self.transform == "log1p" else values
        return ((bent - self.mean) / self.deviation).astype(np.float32)

    @property
    def scale(self) -> Scale:
        """The fitted numbers of a regression."""
        return Scale(self.mean, self.deviation, self.low, self.high)

    def decode(self, values: Any, xp: Any = np, scale: Scale | None = None) -> Any:
        """Outputs of a regression back in the target's own units, computed with the array library `xp`.

        `scale` is another encoder's with the same transform, in place of its own.
        """
        by = self.scale if scale is None else scale
        bent = xp.clip(values * by.deviation + by.mean, by.low, by.high)
        return xp.expm1(bent) if self.transform == "log1p" else bent

    def restore(self, encoded: Any, xp: Any = np, scale: Scale | None = None) -> Any:
        """True values of a regression back in their own units: unlike outputs, they may lie however far out.

        >>> encoder = TargetEncoder.fit(pl.Series([0.0, 10.0]), Task(kind="regression", target="y"))
        >>> far = encoder.encode(pl.Series([100.0]))
        >>> encoder.restore(far).tolist(), encoder.decode(far).tolist()
        ([100.0], [20.0])
        """
        by = self.scale if scale is None else scale
        bent = encoded * by.deviation + by.mean
        return xp.expm1(bent) if self.transform == "log1p" else bent

    def labels(self, codes: np.ndarray) -> list[str]:
        """Class indices [rows] back as the labels' text."""
        return [self.classes[int(code)] for code in codes]


def _log_helps(values: np.ndarray) -> bool:
    """Values of one sign, skewed to the right, and less skewed after log(1 + y)."""
    if len(values) < 3 or values.min() < 0:
        return False
    before, after = skewness(values), skewness(np.log1p(values))
    return before > _SKEWED and abs(after) < before / 2


def skewness(values: np.ndarray) -> float:
    """Third standardised moment; 0 where all values are equal."""
    deviation = values.std()
    return float((((values - values.mean()) / deviation) ** 3).mean()) if deviation > 0 else 0.0
