"""Which columns say most about the target, for recipes that read a part of them."""

import numpy as np
from jaxtyping import Float32, Float64

from wellfit.data.dataset import Dataset

# Rows that are looked at: with more of them the order hardly changes.
MOST_ROWS = 50_000


def kept_columns(data: Dataset, share: float) -> Float32[np.ndarray, " columns"]:
    """1 for each encoded column that is kept, 0 for the others; at least one is kept.

    Kept is this share of the columns, those with the largest absolute correlation with the target, or with any of
    its classes, over the training rows: rows that judge have no part in it.
    """
    block = data.blocks["dense"]
    rows = data.splits.train[:: -(-len(data.splits.train) // MOST_ROWS)]
    cells = block[rows] if isinstance(block, np.ndarray) else block[rows].toarray()
    said = _correlations(np.asarray(cells, np.float64), _answers(data, rows))
    kept = np.argsort(-said, kind="stable")[: max(1, round(share * len(said)))]
    mask = np.zeros(len(said), np.float32)
    mask[kept] = 1.0
    return mask


def _answers(data: Dataset, rows: np.ndarray) -> Float64[np.ndarray, "rows answers"]:
    target = data.target[rows].astype(np.float64)
    if data.task.kind != "multiclass":
        return target[:, None]
    return (target[:, None] == np.unique(target)).astype(np.float64)


def _correlations(
    cells: Float64[np.ndarray, "rows columns"], answers: Float64[np.ndarray, "rows answers"]
) -> Float64[np.ndarray, " columns"]:
    """The largest absolute correlation of each column with any answer; 0 for a column that is always the same."""
    x, y = (values - values.mean(axis=0) for values in (cells, answers))
    length = np.sqrt(np.square(x).sum(axis=0))[:, None] * np.sqrt(np.square(y).sum(axis=0))[None]
    found = np.divide(np.abs(x.T @ y), length, out=np.zeros_like(length), where=length > 1e-12)
    return np.asarray(found.max(axis=1))
