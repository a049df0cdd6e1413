"""Which images train, validate, select and test, where folders may have said so."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from wellfit.data.allot import allot
from wellfit.data.finding import Finding
from wellfit.data.splits import Splits, refuse_bad_seed, split
from wellfit.data.task import Task
from wellfit.data.wording import count

HALVES = np.array([0.5, 0.5])


def image_parts(
    said: Sequence[str | None], groups: Sequence[int], target: pl.Series, task: Task, *, seed: int
) -> tuple[Splits, tuple[Finding, ...]]:
    """The splits of images whose folders `said` train, validation or test, or nothing (None).

    With all three, the validation images are halved into validation and selection. With train and test, the training
    images are parted. With train and validation alone, what is called validation is the test: epochs
    and recipes are chosen on images of the training folder, and numbers of the folder are comparable with those of
    others who trained on all of the rest. With none, all are parted.

    Images that share a number in `groups` stay on one side: of those that folders put on two, the training images go.
    """
    refuse_bad_seed(seed)
    names, numbers = np.array([str(name) for name in said]), np.asarray(groups)
    held, test = np.flatnonzero(names == "validation"), np.flatnonzero(names == "test")
    findings: list[Finding] = []
    if len(held) and not len(test):
        held, test = test, held
        findings.append(_validation_is_test(len(test)))
    own = np.flatnonzero(~np.isin(names, ("validation", "test")))
    if 0 < len(held) < 2 * max(1, len(task.classes)):
        own, held = np.union1d(own, held), held[:0]
        findings.append(_too_few_to_halve())
    if len(held):
        held, repeated = _without(held, numbers, test)
        own, again = _without(own, numbers, np.concatenate([held, test]))
        half = allot(np.unique(numbers[held], return_inverse=True)[1], target[held], task, HALVES, seed)
        splits = Splits(train=own, validation=held[half == 0], selection=held[half == 1], test=test)
        return splits, (*findings, *_left_out(repeated + again))
    own, repeated = _without(own, numbers, test)
    rows = np.concatenate([own, test])
    places = np.arange(len(own), len(rows)) if len(test) else None
    found = split(pl.DataFrame({"group": numbers[rows]}), target[rows], task, seed=seed, test_rows=places)
    parts = {name: rows[getattr(found, name)] for name in ("train", "validation", "selection", "test")}
    return Splits(**parts, repeats_apart=found.repeats_apart), (*findings, *_left_out(repeated))


def _without(rows: np.ndarray, groups: np.ndarray, kept: np.ndarray) -> tuple[np.ndarray, int]:
    """The rows without those that are alike to one of the kept ones, and how many went."""
    stays = ~np.isin(groups[rows], groups[kept])
    return rows[stays], int((~stays).sum())


def _validation_is_test(images: int) -> Finding:
    sentence = (
        f"There is no test folder: the {count(images, 'image')} of the validation folder are the test, opened once, "
        "and the images that choose epochs and recipes are split off the training folder."
    )
    return Finding(kind="validation_is_test", sentence=sentence)


def _too_few_to_halve() -> Finding:
    sentence = (
        "The validation folder has too few images to be halved, into those that choose epochs and those that rank "
        "recipes: it was joined with the training folder, and both are split off the two."
    )
    return Finding(kind="validation_joined", sentence=sentence, severity="warning")


def _left_out(images: int) -> tuple[Finding, ...]:
    if not images:
        return ()
    sentence = (
        f"{count(images, 'image')} of the training or validation folder left out, because a near-duplicate is among "
        "the images that judge."
    )
    return (Finding(kind="test_rows_in_train", sentence=sentence, severity="warning"),)
