"""The constant baseline: the same answer for every row."""

import numpy as np
from numpy.typing import NDArray

from wellfit.data.dataset import Dataset
from wellfit.workflow.baselines.baseline import Baseline, measured

MAX_ROWS = 2_000_000


def fit(dataset: Dataset, *, seed: int = 0, max_rows: int = MAX_ROWS) -> Baseline:
    """The constant of the lowest training loss: the shares of the classes, or the mean of the encoded target.

    What does not beat it has learned nothing. All training rows are used; `seed` and `max_rows` are
    those of the family.
    """
    answer = best_constant(dataset.target[dataset.rows("train")], dataset.task.kind, dataset.task.outputs)

    def predict(rows: NDArray[np.int64]) -> NDArray[np.floating]:
        return np.broadcast_to(answer, (len(rows), *answer.shape))

    return measured("constant", dataset, predict)


def best_constant(target: NDArray[np.generic], kind: str, outputs: int) -> NDArray[np.floating]:
    """The answer with the lowest mean loss: a number, or for several classes their shares [classes].

    >>> best_constant(np.array([0, 2, 2, 2]), "multiclass", 3).tolist()
    [0.25, 0.0, 0.75]
    """
    if kind == "multiclass":
        return np.bincount(target.astype(np.intp), minlength=outputs) / len(target)
    return np.asarray(target.astype(np.float64).mean())
