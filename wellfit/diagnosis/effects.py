"""What one recipe changes against another: a paired difference with an interval over seeds and rows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from wellfit.diagnosis.intervals import CONFIDENCE, Interval, t_quantile

Rows = NDArray[np.floating]
Folds = NDArray[np.integer]


@dataclass(frozen=True, kw_only=True)
class Effect:
    """The change in loss (negative is better), its 95 % interval, its two-sided p and the seeds compared."""

    change: float
    low: float
    high: float
    p: float
    seeds: int

    @property
    def interval(self) -> Interval:
        """Change and interval alone."""
        return Interval(value=self.change, low=self.low, high=self.high)

    @property
    def better(self) -> bool:
        """The loss falls beyond noise."""
        return self.high < 0

    @property
    def worse(self) -> bool:
        """The loss rises beyond noise."""
        return self.low > 0


def effect(
    remedy_rows: Rows, reference_rows: Rows, *, folds: Folds | None = None, confidence: float = CONFIDENCE
) -> Effect:
    """The paired difference remedy − reference of losses on the same rows, with the same seeds.

    Both are [seeds, rows]: the unpenalised loss of each held-out row. With d their difference, two
    variances add up, since other seeds *and* other rows would have given another number:

        V_seeds = var_s(mean_i d) / seeds        V_rows = var_i(mean_s d) / rows

    and change ± t · √(V_seeds + V_rows), with the degrees of freedom of Welch (1947) and
    Satterthwaite (1946): (V_seeds + V_rows)² / (V_seeds² / (seeds − 1) + V_rows² / (rows − 1)).
    The part that belongs to seed and row together is counted in both: the interval is a little wide.

    With `folds` [rows], the number of the fold whose networks judged each row, seeds are draws of their own in
    each fold, and a fold's share w_k of the rows weighs its mean:

        V_seeds = Σ_k w_k² var_s(mean_{i in k} d) / seeds,  of folds · (seeds − 1) degrees of freedom.

    Folds share training rows, so that their means are no independent samples; the rows are: under the
    stability of the training that Bayle, Bayle, Janson and Mackey (2020, "Cross-validation confidence
    intervals for test error") ask for, V_rows is the variance that cross-validation has for new rows.

    A seed in which either side has a loss that is not finite is left out, and `seeds` counts the
    rest; whoever adopts a remedy must look at those that failed as well. With one seed or one row
    left the interval is infinite and p is 1. Raises ValueError when shapes differ or nothing is left.

    >>> reference = np.array([[0.5, 0.7, 0.6], [0.6, 0.6, 0.5]])
    >>> found = effect(reference - 0.1, reference)
    >>> round(found.change, 3), found.seeds, found.better
    (-0.1, 2, True)
    """
    difference = _paired(remedy_rows, reference_rows)
    seeds, rows = difference.shape
    change = float(difference.mean())
    if seeds == 1 or rows == 1:
        return Effect(change=change, low=-np.inf, high=np.inf, p=1.0, seeds=seeds)
    by_seed, freedom = _over_seeds(difference, folds)
    by_row = float(difference.mean(axis=0).var(ddof=1)) / rows
    error = float(np.sqrt(by_seed + by_row))
    # Equal differences everywhere leave only rounding errors: no spread to estimate, and no division by it.
    if error <= 1e-12 * max(abs(change), 1e-300):
        return Effect(change=change, low=change, high=change, p=1.0 if change == 0 else 0.0, seeds=seeds)
    # Shares of the variance instead of variances: squares of tiny ones would vanish.
    share = by_seed / (by_seed + by_row)
    degrees = 1 / (share**2 / freedom + (1 - share) ** 2 / (rows - 1))
    half = t_quantile(degrees, confidence) * error
    p = 2 * float(stdtr(degrees, -abs(change) / error))
    return Effect(change=change, low=change - half, high=change + half, p=p, seeds=seeds)


def _over_seeds(difference: NDArray[np.float64], folds: Folds | None) -> tuple[float, int]:
    """The variance of the mean that comes from the seeds, and its degrees of freedom."""
    seeds, rows = difference.shape
    parts = [difference] if folds is None else [difference[:, folds == fold] for fold in np.unique(folds)]
    variances = [float(part.mean(axis=1).var(ddof=1)) * (part.shape[1] / rows) ** 2 for part in parts]
    return sum(variances) / seeds, len(parts) * (seeds - 1)


def _paired(remedy_rows: Rows, reference_rows: Rows) -> NDArray[np.float64]:
    remedy = np.asarray(remedy_rows, dtype=np.float64)
    reference = np.asarray(reference_rows, dtype=np.float64)
    if remedy.ndim != 2 or remedy.shape != reference.shape:
        raise ValueError(
            "effect compares two arrays [seeds, rows] with the same seeds and rows, "
            f"received shapes {remedy.shape} and {reference.shape}"
        )
    kept = np.isfinite(remedy).all(axis=1) & np.isfinite(reference).all(axis=1)
    if not kept.any() or remedy.shape[1] == 0:
        raise ValueError("effect needs one seed with finite losses on both sides, received none")
    return remedy[kept] - reference[kept]


def holm(p: Sequence[float]) -> list[float]:
    """p-values corrected for their number, in the order given.

    Holm (1979), "A simple sequentially rejective multiple test procedure": the k-th smallest of m
    (k from 0) is multiplied by m − k and is never smaller than the one before. Calling significant
    what stays below 0.05 errs in at most 5 % of such families, whatever depends on what.

    >>> [round(q, 3) for q in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    values = np.asarray(p, dtype=np.float64)
    order = np.argsort(values, kind="stable")
    stepped = np.maximum.accumulate(values[order] * np.arange(values.size, 0, -1))
    corrected = np.empty_like(values)
    corrected[order] = np.minimum(stepped, 1.0)
    return [float(value) for value in corrected]


def equal_within(found: Effect, margin: float) -> bool:
    """Whether the whole interval lies inside ±margin: shown to be equal, not merely not shown to differ.

    >>> equal_within(Effect(change=0.001, low=-0.002, high=0.004, p=0.4, seeds=5), margin=0.005)
    True
    """
    return -margin < found.low and found.high < margin
