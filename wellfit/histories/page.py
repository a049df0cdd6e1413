"""The picture of judged curves: one page with the verdict and the figure that reports have."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl

from wellfit.diagnosis import Verdict
from wellfit.histories.history import History
from wellfit.record import write_atomically
from wellfit.report.curves_page import curves_page
from wellfit.report.info.curves import curves_of


def write_page(verdict: Verdict, runs: Sequence[History], constant: float | None, out: Path) -> Path:
    """Draw the curves of all runs, mean and band, with the verdict on them, as one html file."""
    curves = curves_of(verdict.recipe, _frame(runs), [verdict.as_dict()])
    return write_atomically(out, curves_page(verdict, curves, metric=_metric(runs), constant=constant))


def _metric(runs: Sequence[History]) -> str | None:
    kinds = {run.metric for run in runs}
    return kinds.pop() if len(kinds) == 1 else None


def _frame(runs: Sequence[History]) -> pl.DataFrame:
    """The runs in the columns of a study's curves, finite numbers only."""
    return pl.concat([_of(seed, run) for seed, run in enumerate(runs)])


def _of(seed: int, run: History) -> pl.DataFrame:
    columns = {
        "train_loss": run.train_loss,
        "validation_loss": run.validation_loss,
        "train_metric": run.train_metric,
        "validation_metric": run.validation_metric,
    }
    missing = np.full(len(run.epochs), np.nan)
    frame = pl.DataFrame(
        {"epoch": run.epochs} | {name: missing if column is None else column for name, column in columns.items()}
    )
    finite = [pl.when(pl.col(name).is_finite()).then(pl.col(name)).alias(name) for name in columns]
    empty = pl.lit(None, dtype=pl.Float64)
    return frame.with_columns(
        *finite, seed=pl.lit(seed), fold=pl.lit(0), selection_loss=empty, selection_metric=empty
    ).filter(pl.col("train_loss").is_not_null())
