"""Folders of images by class: what is read of them, and what cannot be learned from."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from wellfit.data.decide import decide_task
from wellfit.data.finding import Finding
from wellfit.data.images.assemble import Labelled
from wellfit.data.images.find import Entry, find_images
from wellfit.data.images.known import known_rows
from wellfit.data.images.told import passed_over
from wellfit.data.pipeline.target import label_text
from wellfit.data.sources.names import study_name
from wellfit.data.splits import refuse_too_few
from wellfit.data.task import Task
from wellfit.data.wording import count, listing
from wellfit.errors import DataError, OptionError, SourceError

TARGET, COLUMN = "class", "image"
LAYOUT = "a folder of images for each class, in it or in its folders train, validation and test"


def labelled_folder(folder: Path, test: Path | None = None, *, task: str | None = None) -> Labelled:
    """The images of `folder` with their classes; those of the folder `test` are for the test alone.

    Raises SourceError where there are no images by class, DataError where there are fewer than two classes or too few
    images.
    """
    entries = find_images(folder)
    if test is not None:
        entries += _test_entries(entries, test)
    files = [entry for entry in entries if entry.kind == "image"]
    if not files:
        raise _no_classes(folder, entries)
    own = [entry for entry in files if entry.split in (None, "train")]
    refuse_too_few(len(own), f"with an image in {folder}")
    decided = _task(own, folder, task)
    given = Labelled(name=study_name(folder), column=COLUMN, task=decided, files=tuple(files), target=_labels(files))
    rows, unseen = known_rows(given)
    return replace(given.only(rows), findings=(*passed_over(entries), *unseen, *_single(own)))


def _test_entries(entries: Sequence[Entry], test: Path) -> list[Entry]:
    if any(entry.split == "test" for entry in entries):
        raise OptionError(
            f"The source has a test folder of its own, and --test names {test} beside it. Leave one of the two out."
        )
    found = [entry for entry in find_images(test) if entry.kind == "image"]
    if not found:
        raise _no_classes(test, [])
    return [replace(entry, split="test", shown=f"{test.name}/{entry.shown}") for entry in found]


def _labels(files: Sequence[Entry]) -> pl.Series:
    return label_text(pl.Series(TARGET, [entry.label for entry in files], dtype=pl.String))


def _task(own: Sequence[Entry], folder: Path, kind: str | None) -> Task:
    labels = _labels(own)
    classes = labels.unique().sort().to_list()
    if len(classes) < 2:
        raise DataError(
            f"All images of {folder} are of one class, {listing(classes)}; expected was {LAYOUT}, with two classes or "
            "more. Add a folder with images of another class."
        )
    if kind == "regression":
        raise OptionError(
            "The names of folders are classes, and --task regression is for numbers. Leave --task out, or give a csv "
            "of paths and numbers."
        )
    decided = decide_task(labels, TARGET, kind or ("binary" if len(classes) == 2 else "multiclass"))
    return decided if kind else replace(decided, reason=f"{len(classes)} folders of images")


def _single(own: Sequence[Entry]) -> tuple[Finding, ...]:
    sizes = _labels(own).value_counts()
    names = sizes.filter(pl.col("count") == 1)[TARGET].sort().to_list()
    if not names:
        return ()
    sentence = (
        f"{count(len(names), 'class')} with a single image: {listing(names, 5)}. It trains, and nothing says how well "
        "the class is recognised. Add images, or remove the folder."
    )
    return (Finding(kind="single_image", sentence=sentence, severity="warning", columns=(TARGET,)),)


def _no_classes(folder: Path, entries: Sequence[Entry]) -> SourceError:
    loose = [entry for entry in entries if entry.kind == "loose"]
    received = f"{count(len(loose), 'image')} without a class" if loose else "no image"
    return SourceError(
        f"The folder {folder} holds {received}; expected was {LAYOUT}. Put the images into such folders, or name them "
        "with their labels in a csv."
    )
