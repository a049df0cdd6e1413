"""Cross-validation: the development rows parted several ways, each with encoders that saw its training rows only."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import polars as pl

from wellfit.data.allot import lay_out, stratum_of_groups
from wellfit.data.dataset import Block, Dataset
from wellfit.data.duplicates import group_numbers
from wellfit.data.pad import padded
from wellfit.data.pipeline import Pipeline
from wellfit.data.splits import Splits
from wellfit.data.strata import stratum_numbers
from wellfit.errors import OptionError

FOLDS = 8
FEWEST = 3
# In the place of a part's number: rows that train in every fold.
ALWAYS = -1


def with_folds(data: Dataset, folds: int = FOLDS, *, seed: int = 0) -> Dataset:
    """The same data with `folds`: the development rows, all but the test split, are cut into so many parts.

    In fold k, part k is the selection split, part k + 1 the validation split, and the other rows train: with
    eight folds 75 % of them, and every development row is a selection row once, judged by networks that have
    not seen it in any role. Scales, vocabularies and the deviation of a numeric target are fitted on
    the fold's training rows alone; columns of zeros make all folds equally wide. What losses mean is
    common to all: the classes, and whether a numeric target goes through a logarithm.

    Parts are stratified, and equal rows stay in one of them. Rows of a class that has no three different rows,
    and rows that repeat more often than a part has rows, train in every fold. Folds have equally many training
    rows: the few that one has more are left out of its training.

    Args:
        data: from `wellfit.read` with at most 20,000 rows, or from `from_arrays` (nothing is fitted anew then).
        folds: how many; at least 3, and at most half as many as development rows.
        seed: decides which rows are together; the parts are the same for the same seed.

    Raises:
        OptionError: another number of folds, or a table too large to be encoded once for each fold.

    >>> import wellfit
    >>> parts = with_folds(wellfit.read("example:iris"), 8).folds
    >>> [len(parts[0].rows(name)) for name in ("train", "validation", "selection", "test")]
    [99, 16, 17, 0]
    """
    rows = np.concatenate([data.splits.train, data.splits.validation, data.splits.selection])
    rows.sort()
    _check(data, folds, len(rows))
    random = np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, 11])))
    strata = stratum_numbers(pl.Series(data.target[rows]), data.task)
    part, apart = _parts(data, rows, strata, folds, random)
    roles = _roles(part, strata, folds, random)
    made = [_fold(data, Splits(**_numbers(rows, role), repeats_apart=apart), seed) for role in roles]
    return replace(data, folds=tuple(made) if data.raw is None else padded(made, data.blocks))


def _check(data: Dataset, folds: int, rows: int) -> None:
    if not FEWEST <= folds <= rows // 2:
        raise OptionError(
            f"Cross-validation of {rows} rows takes from {FEWEST} to {rows // 2} folds, received {folds}. "
            f"Take {min(FOLDS, rows // 2)}."
        )
    if data.raw is None and not data.as_is:
        raise OptionError(
            f"{data.name} has too many rows for folds: expected a table small enough that its rows are kept to be "
            "encoded anew for each of them (20,000). Leave `folds` out: one split of so many rows decides well."
        )


def _parts(
    data: Dataset, rows: np.ndarray, strata: np.ndarray, folds: int, random: np.random.Generator
) -> tuple[np.ndarray, bool]:
    """[rows] number of the part of each row, and whether equal rows are in one part."""
    groups = _groups(data, rows)
    sizes = np.bincount(groups)
    large = sizes > len(rows) / folds
    apart = bool(2 * sizes[large].sum() <= len(rows))
    if not apart:
        groups, sizes, large = np.arange(len(rows)), np.ones(len(rows), int), np.zeros(len(rows), bool)
    of_groups = stratum_of_groups(groups, strata, len(sizes))
    if data.task.kind != "regression":
        large |= np.bincount(of_groups[~large], minlength=strata.max() + 1)[of_groups] < FEWEST
    part = np.full(len(sizes), ALWAYS)
    kept = np.flatnonzero(~large)
    _, dense = np.unique(of_groups[kept], return_inverse=True)
    part[kept] = lay_out(dense, sizes[kept], np.full(folds, 1 / folds), random)
    return part[groups], apart


def _groups(data: Dataset, rows: np.ndarray) -> np.ndarray:
    """[rows] a number that equal rows share, and near-duplicates among images."""
    if data.raw is not None:
        return group_numbers(data.raw.drop(data.task.target)[rows])
    if data.images is not None and data.images.groups:
        return np.unique(np.array(data.images.groups)[rows], return_inverse=True)[1]
    found: dict[bytes, int] = {}
    return np.array([found.setdefault(_key(data.blocks.values(), row), len(found)) for row in rows])


def _key(blocks: Iterable[Block], row: int) -> bytes:
    parts = []
    for block in blocks:
        if isinstance(block, np.ndarray):
            parts.append(block[row].tobytes())
        else:
            start, end = block.indptr[row], block.indptr[row + 1]
            parts += [block.indices[start:end].tobytes(), block.data[start:end].tobytes()]
    return b"|".join(parts)


def _roles(
    part: np.ndarray, strata: np.ndarray, folds: int, random: np.random.Generator
) -> list[dict[str, np.ndarray]]:
    """Of each fold the positions of its training, validation and selection rows; all folds train equally many."""
    held = [(part == fold, part == (fold + 1) % folds) for fold in range(folds)]
    trains = [np.flatnonzero(~selection & ~validation) for selection, validation in held]
    common = min(len(positions) for positions in trains)
    found = []
    for positions, (selection, validation) in zip(trains, held, strict=True):
        train = _without_some(positions, strata, len(positions) - common, random)
        found.append({"train": train, "validation": np.flatnonzero(validation), "selection": np.flatnonzero(selection)})
    return found


def _without_some(positions: np.ndarray, strata: np.ndarray, some: int, random: np.random.Generator) -> np.ndarray:
    """The positions without so many of them, drawn from the strata that have most: a rare class loses none."""
    order = random.permutation(len(positions))
    seen = _earlier_alike(strata[positions][order])
    gone = order[np.argsort(-seen, kind="stable")[:some]]
    return np.delete(positions, gone)


def _earlier_alike(values: np.ndarray) -> np.ndarray:
    """How many equal values come before each one.

    >>> _earlier_alike(np.array([5, 2, 5, 5])).tolist()
    [0, 0, 1, 2]
    """
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    found = np.empty(len(values), int)
    found[order] = np.arange(len(values)) - np.searchsorted(ordered, ordered)
    return found


def _numbers(rows: np.ndarray, role: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {**{name: rows[positions] for name, positions in role.items()}, "test": np.zeros(0, np.int64)}


def _fold(data: Dataset, splits: Splits, seed: int) -> Dataset:
    """The data with these splits, all that is fitted being fitted on their training rows."""
    if data.raw is None:
        return replace(data, splits=splits, findings=())
    target = data.pipeline.target
    pipeline = Pipeline.fit(data.raw[splits.train], data.schema, data.task, seed=seed, transform=target.transform)
    return replace(
        data,
        pipeline=pipeline,
        blocks=pipeline.encode(data.raw),
        target=pipeline.target.encode(data.raw[data.task.target]),
        splits=splits,
        findings=(),
        raw=None,
        loss_unit=(pipeline.target.deviation / target.deviation) ** 2,
    )
