"""What the training of an experiment left, as arrays over seeds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from jaxtyping import Float64

# best: each seed's epoch of its lowest validation loss; lowest: the column's own lowest; after_first: mean from 2 on.
When = Literal["best", "last", "lowest", "after_first"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Found:
    """Curves with a row for each variant, seed and epoch, and the losses on held-out rows at each seed's best epoch.

    `rows` are [seeds, rows] by variant; `same_rows` as in the experiment's setting, `metric` what the columns of that
    name hold.
    """

    curves: pl.DataFrame
    rows: Mapping[str, Float64[np.ndarray, "seeds rows"]]
    same_rows: bool
    metric: str = "accuracy"

    def measure(self, variant: str, column: str) -> Float64[np.ndarray, "seeds epochs"]:
        """One column as [seeds, epochs]."""
        one = self.curves.filter(pl.col("variant") == variant)
        values = one.select(pl.col(column).cast(pl.Float64)).to_series().to_numpy()
        return values.reshape(one["seed"].n_unique(), -1)

    def at(self, variant: str, column: str, when: When) -> Float64[np.ndarray, " seeds"]:
        """One number a seed; NaN where the seed's training came to none."""
        values = self.measure(variant, column)
        if when == "last":
            return values[:, -1]
        if when == "after_first":
            return values[:, 1:].mean(axis=1) if values.shape[1] > 1 else values[:, 0]
        chosen = self.measure(variant, "validation_loss") if when == "best" else values
        finite = np.isfinite(chosen)
        places = np.argmin(np.where(finite, chosen, np.inf), axis=1)
        return np.where(finite.any(axis=1), values[np.arange(len(values)), places], np.nan)

    def row_variance(self, variant: str, column: str, when: When) -> float:
        """The variance that the choice of the held-out rows leaves in a mean over them, of losses or of hits.

        It is known of the loss at the best epoch, and of accuracy, which is the share of so many hits.
        """
        if variant not in self.rows:
            return 0.0
        if column == "validation_metric" and self.metric == "accuracy":
            shares = self.at(variant, column, when)
            share = float(shares[np.isfinite(shares)].mean()) if np.isfinite(shares).any() else 1.0
            return share * (1 - share) / self.rows[variant].shape[1]
        if column != "validation_loss" or when != "best":
            return 0.0
        mean = self.rows[variant].mean(axis=0)
        mean = mean[np.isfinite(mean)]
        return float(mean.var(ddof=1)) / len(mean) if len(mean) > 1 else 0.0
