"""Loss and metric of predictions, in the units in which networks are judged."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wellfit.data.dataset import Dataset

# Keras clips probabilities alike (keras.config.epsilon), so that one certain error costs the same everywhere.
EPSILON = 1e-7


@dataclass(frozen=True, kw_only=True)
class Scores:
    """Mean loss (of the encoded target), and accuracy or the mean absolute error in the target's own units."""

    loss: float
    metric: float


def scores(predicted: NDArray[np.floating], rows: NDArray[np.int64], dataset: Dataset) -> Scores:
    """Loss and metric of predictions for these row numbers; the predictions as in `Baseline.predict`."""
    truth = dataset.target[rows]
    loss = float(row_losses(predicted, truth, dataset.task.kind).mean())
    return Scores(loss=loss, metric=_metric(predicted, truth, dataset))


def row_losses(predicted: NDArray[np.floating], truth: NDArray[np.generic], kind: str) -> NDArray[np.float64]:
    """[rows]: cross-entropy in nats, or the squared error of the encoded target.

    >>> row_losses(np.array([0.5, 1.0]), np.array([1, 1]), "binary").round(3).tolist()
    [0.693, 0.0]
    """
    if kind == "regression":
        return np.square(predicted.astype(np.float64) - truth.astype(np.float64))
    if kind == "binary":
        right = np.where(truth == 1, predicted, 1 - predicted)
    else:
        right = np.take_along_axis(predicted, truth.astype(np.intp)[:, None], axis=1)[:, 0]
    return -np.log(np.clip(right.astype(np.float64), EPSILON, 1 - EPSILON))


def _metric(predicted: NDArray[np.floating], truth: NDArray[np.generic], dataset: Dataset) -> float:
    if dataset.task.kind == "regression":
        target = dataset.pipeline.target
        off = target.decode(predicted.astype(np.float64)) - target.restore(truth.astype(np.float64))
        return float(np.abs(off).mean())
    labels = predicted > 0.5 if dataset.task.kind == "binary" else predicted.argmax(axis=1)
    return float((labels == truth).mean())
