"""Which of several recipes to keep: the simplest of those that cannot be told apart from the best."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from wellfit.diagnosis.effects import Folds, Rows, effect, holm

SIGNIFICANT = 0.05


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The recipe chosen, the one with the lowest mean loss, and all that cannot be told apart from the latter."""

    name: str
    lowest: str
    tied: tuple[str, ...]


def choose(rows: Mapping[str, Rows], sizes: Mapping[str, float], *, folds: Folds | None = None) -> Choice:
    """The smallest recipe among those not worse than the best beyond noise.

    `rows` holds [seeds, rows] held-out losses of each recipe with the same seeds and rows, `sizes`
    its number of parameters or any other measure of simplicity; equal sizes go to the lower loss.
    Every recipe is compared with the one of the lowest mean loss, and the comparisons are corrected
    for their number (Holm); `folds` [rows] as in `effect`. A recipe that failed in a seed is passed over
    unless all did. Raises ValueError without recipes or when none has a seed with finite losses.

    >>> losses = np.array([[0.5, 0.6, 0.4], [0.6, 0.5, 0.5]])
    >>> choose({"small": losses + 0.001 * np.eye(2, 3), "large": losses}, {"small": 10, "large": 100}).name
    'small'
    """
    candidates = _finite(rows)
    means = {name: float(losses.mean()) for name, losses in candidates.items()}
    lowest = min(means, key=lambda name: means[name])
    others = [name for name in candidates if name != lowest]
    corrected = holm([effect(candidates[name], candidates[lowest], folds=folds).p for name in others])
    tied = [lowest, *(name for name, p in zip(others, corrected, strict=True) if p >= SIGNIFICANT)]
    chosen = min(tied, key=lambda name: (sizes[name], means[name]))
    return Choice(name=chosen, lowest=lowest, tied=tuple(name for name in rows if name in tied))


def _finite(rows: Mapping[str, Rows]) -> dict[str, Rows]:
    whole = {name: losses for name, losses in rows.items() if np.isfinite(losses).all()}
    if whole:
        return whole
    shared = np.ones(len(next(iter(rows.values()), ())), dtype=bool)
    for losses in rows.values():
        shared &= np.isfinite(losses).all(axis=1)
    if not shared.any():
        raise ValueError("choose needs a recipe with finite losses, received none")
    return {name: losses[shared] for name, losses in rows.items()}
