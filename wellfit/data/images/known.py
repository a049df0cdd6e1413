"""Images of classes that no training image has."""

from collections.abc import Sequence

import polars as pl

from wellfit.data.finding import Finding
from wellfit.data.images.find import Entry
from wellfit.data.task import Task
from wellfit.data.wording import count, listing
from wellfit.errors import DataError


def with_known_class(
    files: Sequence[Entry], target: pl.Series, task: Task
) -> tuple[list[Entry], pl.Series, tuple[Finding, ...]]:
    """The files whose class the task knows, with their targets, and a finding on the others.

    Raises DataError where most of the validation or test images are of unknown classes.
    """
    known = target.is_in(task.classes) if task.kind != "regression" else target.is_not_null()
    if known.all():
        return list(files), target, ()
    names = [str(name) for name in target.filter(~known).unique().sort()]
    unseen, held = int((~known).sum()), sum(entry.split in ("validation", "test") for entry in files)
    if 2 * unseen > held:
        raise DataError(
            f"Most classes of the validation or test images are unknown in the training images: {listing(names)}, "
            f"expected were {listing(task.classes)}. Name the classes in the same way in both."
        )
    sentence = (
        f"{count(unseen, 'image')} of the validation or test images left out: their classes, {listing(names)}, are "
        "those of no training image. Any model is wrong on them, which the test score does not show."
    )
    finding = Finding(kind="unseen_test_labels", sentence=sentence, severity="warning", columns=(task.target,))
    kept = [entry for entry, seen in zip(files, known, strict=True) if seen]
    return kept, target.filter(known), (finding,)
