"""The folds of a dataset as row numbers: a fold, like a control, is nothing but numbers in a stream."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from jaxtyping import Float32, Int

from wellfit.data.dataset import Dataset
from wellfit.data.pipeline.target import Scale
from wellfit.engine.columns import kept_columns
from wellfit.engine.feed import Stretch


class Numbers(NamedTuple):
    """Row numbers of each fold's splits within `Rows`, [folds, rows]; where a fold has fewer, that of the blank row."""

    train: Int[np.ndarray, "folds train"]
    validation: Int[np.ndarray, "folds validation"]
    selection: Int[np.ndarray, "folds selection"]


def number_rows(data: Dataset) -> tuple[Sequence[Stretch], Numbers]:
    """Which rows training needs, and their numbers: one stretch of rows for all folds that are encoded alike."""
    alike: dict[int, list[int]] = {}
    for fold, part in enumerate(data.parts):
        alike.setdefault(id(part.blocks), []).append(fold)
    stretches, start = [], 0
    found: list[tuple[np.ndarray, ...]] = [()] * len(data.parts)
    for folds in alike.values():
        used = np.unique(np.concatenate([rows for fold in folds for rows in _splits(data.parts[fold])]))
        stretches.append(Stretch(data.parts[folds[0]], used))
        for fold in folds:
            found[fold] = tuple(start + np.searchsorted(used, rows) for rows in _splits(data.parts[fold]))
        start += len(used)
    return stretches, Numbers(*(_filled(rows, start) for rows in zip(*found, strict=True)))


class Facts(NamedTuple):
    """What members of a fold are told: the scale of its target (None for classes), how rare each class is among its
    training rows (rows / (classes * rows of the class); none for numbers), the steps of an epoch, and which columns
    are kept of a share of them.
    """

    scale: Scale | None
    class_weights: Float32[np.ndarray, " classes"]
    steps: int
    kept: Callable[[float], Float32[np.ndarray, " columns"]]


def facts(data: Dataset, steps: int) -> Sequence[Facts]:
    """Those of each fold."""
    return [
        Facts(
            scale=part.pipeline.target.scale if data.task.kind == "regression" else None,
            class_weights=class_weights(part),
            steps=steps,
            kept=partial(kept_columns, part),
        )
        for part in data.parts
    ]


def class_weights(data: Dataset) -> Float32[np.ndarray, " classes"]:
    """By how much each class would have to be counted for all to weigh the same; a class without rows counts once."""
    if data.task.kind == "regression":
        return np.zeros(0, np.float32)
    classes = len(data.task.classes) or max(2, data.task.outputs)
    counts = np.bincount(data.target[data.splits.train].astype(int), minlength=classes)
    weights = len(data.splits.train) / (classes * np.maximum(counts, 1))
    return np.where(counts > 0, weights, 1.0).astype(np.float32)


def _splits(data: Dataset) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return data.splits.train, data.splits.validation, data.splits.selection


def _filled(rows: Sequence[np.ndarray], blank: int) -> np.ndarray:
    filled = np.full((len(rows), max(map(len, rows))), blank, np.int32)
    for line, numbers in zip(filled, rows, strict=True):
        line[: len(numbers)] = numbers
    return filled
