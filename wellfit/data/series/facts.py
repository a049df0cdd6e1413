"""What is known of the rows of a series beside their blocks."""

from dataclasses import dataclass

import numpy as np

FEWEST_BLOCKS = 8


@dataclass(frozen=True, kw_only=True, eq=False)
class SeriesRows:
    """[rows]: the place in time that each forecast is for, and what the naive forecasts say, in the target's units.

    `block` is how many rows that follow each other count as one where a mean is given an interval: forecasts of
    neighbouring times err alike.
    """

    spoken_of: np.ndarray
    last: np.ndarray
    season_ago: np.ndarray
    block: int


def in_blocks(losses: np.ndarray, block: int) -> np.ndarray:
    """[..., rows] as [..., blocks]: means of about `block` rows that follow each other.

    Neighbouring errors of a series are alike, so that an interval over single rows would be too short (batch means:
    Conway 1963, "Some tactical problems in digital simulation"). At least eight blocks are kept, where there are rows.

    >>> in_blocks(np.arange(32.0), 4).tolist()
    [1.5, 5.5, 9.5, 13.5, 17.5, 21.5, 25.5, 29.5]
    """
    rows = losses.shape[-1]
    blocks = max(1, min(rows, max(FEWEST_BLOCKS, rows // max(1, block))))
    if blocks == rows:
        return losses
    edges = np.arange(blocks) * rows // blocks
    # A sum over its rows, divided by the mean number of them: so the mean of all stays what it was.
    return np.add.reduceat(losses, edges, axis=-1) * (blocks / rows)


def apart(losses: np.ndarray, series: SeriesRows | None) -> np.ndarray:
    """[..., rows] losses as what may be taken as independent: themselves, or blocks of them where rows are a series."""
    return losses if series is None else in_blocks(losses, series.block)
