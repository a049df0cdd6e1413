"""Which rows are equal, found by hashing."""

import numpy as np
import polars as pl


def group_numbers(frame: pl.DataFrame) -> np.ndarray:
    """[rows] a number for each row, the same for equal rows, counted in order of first appearance.

    Missing values equal each other. Rows are compared by a 64-bit hash: among a million rows the
    chance that two different ones fall together is 3e-8. A frame without columns has no equal rows.

    >>> group_numbers(pl.DataFrame({"a": [7, 5, 7], "b": ["x", None, "x"]})).tolist()
    [0, 1, 0]
    """
    if frame.width == 0:
        return np.arange(frame.height)
    hashes = frame.hash_rows(seed=0).to_numpy()
    _, first, groups = np.unique(hashes, return_index=True, return_inverse=True)
    # Sorted hashes differ between Polars versions; the order of appearance does not.
    numbers = np.empty(len(first), dtype=np.int64)
    numbers[np.argsort(first)] = np.arange(len(first))
    return numbers[groups]


def is_among(frame: pl.DataFrame, others: pl.DataFrame) -> np.ndarray:
    """[rows of frame] whether an equal row is in `others`, which has the same columns.

    >>> is_among(pl.DataFrame({"a": [1, 2]}), pl.DataFrame({"a": [2, 3]})).tolist()
    [False, True]
    """
    both = group_numbers(pl.concat([others, frame], how="vertical_relaxed"))
    return np.isin(both[others.height :], both[: others.height])
