"""The folds of a dataset as row numbers: a fold, like a control, is nothing but numbers in a stream."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from jaxtyping import Int

from wellfit.data.dataset import Dataset
from wellfit.data.pipeline.target import Scale
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


def scales(data: Dataset) -> Sequence[Scale | None]:
    """The scale of each fold's target; None for classes."""
    regression = data.task.kind == "regression"
    return [part.pipeline.target.scale if regression else None for part in data.parts]


def _splits(data: Dataset) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return data.splits.train, data.splits.validation, data.splits.selection


def _filled(rows: Sequence[np.ndarray], blank: int) -> np.ndarray:
    filled = np.full((len(rows), max(map(len, rows))), blank, np.int32)
    for line, numbers in zip(filled, rows, strict=True):
        line[: len(numbers)] = numbers
    return filled
