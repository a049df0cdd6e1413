"""The metrics that a model came with, of its predictions on held-out rows."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from wellfit.backend import keras
from wellfit.data.dataset import Dataset

# What the task's own metric says already.
_KNOWN = ("accuracy", "acc", "mae", "mean_absolute_error", "meanabsoluteerror")


def own_metrics(metrics: Sequence[Any], data: Dataset, rows: np.ndarray, predicted: np.ndarray) -> dict[str, Any]:
    """Each metric by its name: of probabilities, or of a number in its own units; a sentence where it failed.

    `predicted` is [rows] or [rows, classes], as the saved model gives it.
    """
    found: dict[str, Any] = {}
    for given in metrics:
        name = _name(given)
        if name.lower() in _KNOWN:
            continue
        try:
            found[name] = _value(given, *_pair(given, data, rows, predicted))
        except Exception as error:  # noqa: BLE001 - code of the user's own must not cost the trained model
            first = next(iter(str(error).strip().splitlines()), "")[:200]
            found[name] = f"failed: {type(error).__name__}: {first}"
    return found


def told(found: dict[str, Any]) -> str:
    """The metrics in a clause; empty where there are none.

    >>> told({"auc": 0.98123, "f": "failed: TypeError: no"})
    '; auc 0.9812, f failed: TypeError: no'
    """
    parts = [f"{name} {value:.4g}" if isinstance(value, float) else f"{name} {value}" for name, value in found.items()]
    return f"; {', '.join(parts)}" if parts else ""


def _name(given: Any) -> str:
    return (
        given if isinstance(given, str) else str(getattr(given, "name", None) or getattr(given, "__name__", "metric"))
    )


def _pair(given: Any, data: Dataset, rows: np.ndarray, predicted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    truth, task, target = data.target[rows], data.task, data.pipeline.target
    if task.kind == "regression":
        return np.asarray(target.restore(truth.astype(np.float64)))[:, None], np.asarray(target.decode(predicted))[
            :, None
        ]
    if task.kind == "binary":
        return truth[:, None], predicted[:, None]
    classes = not isinstance(given, str | keras.metrics.Metric) or _name(given).startswith("sparse")
    return (truth if classes else np.eye(task.outputs, dtype=np.float32)[truth]), predicted


def _value(given: Any, truth: np.ndarray, predicted: np.ndarray) -> float:
    metric = keras.metrics.get(given) if isinstance(given, str) else given
    if isinstance(metric, keras.metrics.Metric):
        fresh = type(metric).from_config(metric.get_config())
        fresh.update_state(truth, predicted)
        return float(np.mean(keras.ops.convert_to_numpy(fresh.result())))
    return float(np.mean(keras.ops.convert_to_numpy(metric(truth.astype(np.float32), predicted.astype(np.float32)))))
