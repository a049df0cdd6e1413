"""From a source to a dataset: the whole of the data stage, in order."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

from wellfit.data.checks import all as checks
from wellfit.data.checks.finite_arrays import refuse_infinite
from wellfit.data.checks.leak import find_leaks
from wellfit.data.dataset import Dataset
from wellfit.data.decide import decide_task, find_target
from wellfit.data.encode import with_blocks
from wellfit.data.finding import Finding
from wellfit.data.images.arrays import pixel_column, read_image_arrays
from wellfit.data.images.parallel import Told
from wellfit.data.images.read import image_folder, read_image_table, read_images
from wellfit.data.images.size import USUAL_SIDE, Size
from wellfit.data.images.table import names_images
from wellfit.data.origin import Origin, origin_of
from wellfit.data.own_test import Joined, join_test, unreadable_test_cells
from wellfit.data.pipeline import Pipeline
from wellfit.data.schema import Schema, check_names, infer_schema
from wellfit.data.series.read import Ahead, read_series
from wellfit.data.sources import read_table
from wellfit.data.splits import refuse_too_few, split
from wellfit.data.table import Table
from wellfit.data.target import target_for
from wellfit.data.task import Task
from wellfit.data.wording import count
from wellfit.errors import DataError, OptionError

# Up to so many rows they are kept as they were read, so that encoders can be fitted on the rows of a fold.
MOST_KEPT = 20_000
_NOT_OF_IMAGES = {
    "horizon": "a folder of them has no rows in the order of time, to forecast the next ones",
    "store": "a store takes the encoded rows of tables alone",
    "ignore": "a folder of them has no columns that could be left out",
    "keep": "their pixels are all that is learned from, so that no other column can stay",
}


def read(
    source: Any,
    *,
    target: str | int | None = None,
    task: str | None = None,
    test: Any = None,
    horizon: int | None = None,
    window: int | None = None,
    time: str | None = None,
    seed: int = 0,
    ignore: Iterable[str] = (),
    keep: Iterable[str] = (),
    name: str | None = None,
    store: str | Path | None = None,
    image_size: int | str | tuple[int, int] | None = None,
    most_side: int = USUAL_SIDE,
    told: Told | None = None,
) -> Dataset:
    """Reads a source and makes it ready to be learned from; the same every time for the same `seed`.

    `source` is a path, glob, folder, "example:NAME", several of these, a Polars or pandas frame, a dict
    of columns or a pair of arrays (x, y). `target` names the column to predict or gives its 0-based
    position; `task` overrides the kind of task; `test` is a source of rows for the final test alone.
    `store` names a folder to be made for the encoded rows, which then stay in files (see `open_dataset`);
    without it they go to files of their own accord, removed at the end of the process, where they
    would take much of the memory. The raw rows are read into memory in any case.
    With a `horizon`, rows follow each other in time, and the target is forecast so many steps ahead from the last
    `window` rows; `time` names the column that says when each row was. Both are found where they are not given.
    A folder of images by class, in it or in its folders train, validation and test, or a table of paths and labels,
    is decoded once and brought to `image_size` (side, or height and width); what is decoded is kept on disk, and
    `told` hears how far that is: what is done, how many of them, of how many. Without an `image_size`, small images
    of one size keep it, and others get the median of their shorter sides, at most `most_side`: 224 is what most
    backbones were made for, and what `wellfit run --backbone` takes. With an `image_size`, arrays of uint8
    [rows, height, width] or [rows, height, width, 1 or 3] are taken for images as well.
    Columns in `ignore` are left out; columns in `keep` stay although they look like identifiers or
    like the target. Encoders are fitted on training rows only. Raises SourceError when the source
    cannot be read, DataError when nothing can be learned from it, OptionError for a bad argument.

    >>> data = read({"size": list(range(40)), "big": [False] * 20 + [True] * 20}, target="big")
    >>> data.task.kind, len(data.rows("train"))
    ('binary', 26)
    """
    ignored, kept = tuple(ignore), tuple(keep)  # iterators give their names only once
    size = Size(asked=image_size, most=most_side)
    folder = image_folder(source)
    if folder is not None:
        _refuse_for_images(horizon=horizon, store=store, ignore=ignored, keep=kept)
        return read_images(folder, test=test, target=target, task=task, size=size, seed=seed, name=name, told=told)
    if horizon is not None:
        ahead = Ahead(horizon=horizon, window=window, time=time)
        _refuse_for_series(test, image_size)
        return read_series(
            source, ahead, target=target, task=task, seed=seed, ignore=ignored, keep=kept, name=name, store=store
        )
    _refuse_without_horizon(window, time)
    table = read_table(source, name=name)
    images = names_images(table, source, ignored)
    reads = read_image_arrays if images is None else read_image_table
    if images is None and image_size is not None:
        images = pixel_column(table, ignored)
    if images is not None:
        check_names(table.frame, set(ignored))
        _refuse_for_images(store=store, keep=kept)
        return reads(table, images, source, test=test, target=target, task=task, size=size, seed=seed, told=told)
    return _read_rows(table, source, test, target=target, task=task, seed=seed, ignore=ignored, keep=kept, store=store)


def _read_rows(
    table: Table,
    source: Any,
    test: Any,
    *,
    target: str | int | None,
    task: str | None,
    seed: int,
    ignore: Iterable[str],
    keep: tuple[str, ...],
    store: str | Path | None,
) -> Dataset:
    """A table whose rows stand by themselves."""
    column, said = find_target(table, target)
    refuse_too_few(table.frame.height, f"in {table.name}")
    decided = decide_task(table.frame[column], column, task)
    own, missing = _with_target(table.frame, decided)
    refuse_infinite(own)
    schema, inferred = infer_schema(own, column, ignore=ignore, keep=keep)
    leaks = find_leaks(own.select(schema.names()), own[column], decided, keep=keep)
    schema = _without(schema, leaks.left_out)
    joined = Joined(frame=own, test_rows=None, findings=())
    unread: tuple[Finding, ...] = ()
    if test is not None:
        other = read_table(test)
        refuse_infinite(other.frame)
        joined = join_test(own, other, decided, schema.names())
        unread = unreadable_test_cells(other, schema.used)
    found = (*table.findings, *([said] if said else []), *missing, *inferred, *leaks.findings)
    found = (*found, *joined.findings, *unread)
    origin = origin_of(source, test, table.frame, [*schema.names(), column])
    return _assemble(joined, schema, decided, found, origin, seed=seed, name=table.name, store=store)


def _refuse_for_images(**options: Any) -> None:
    for option, value in options.items():
        if value not in (None, ()):
            raise OptionError(f"The source holds images, and {_NOT_OF_IMAGES[option]}. Leave {option} out.")


def _refuse_for_series(test: Any, image_size: Any) -> None:
    if image_size is not None:
        raise OptionError("A series is numbers in the order of time, and has no images: leave --image-size out.")
    if test is not None:
        raise OptionError(
            "A series is tested on its own last part, and --test was given beside --horizon. Leave --test out; to test "
            "on later rows, append them to the source."
        )


def _refuse_without_horizon(window: int | None, time: str | None) -> None:
    for option, value in (("--window", window), ("--time", time)):
        if value is not None:
            raise OptionError(
                f"{option} is for a series, and no horizon was given. Say with --horizon how many steps ahead the "
                f"target is to be forecast, or leave {option} out."
            )


def _with_target(frame: pl.DataFrame, task: Task) -> tuple[pl.DataFrame, tuple[Finding, ...]]:
    """The rows that have a target, its column as its encoder wants it, and a finding on the others."""
    values = target_for(task.kind, frame[task.target], task.target)
    frame = frame.with_columns(values)
    absent = values.null_count()
    if not absent:
        return frame, ()
    sentence = f"{count(absent, 'row')} without a value of the target '{task.target}' left out."
    finding = Finding(kind="rows_without_target", sentence=sentence, columns=(task.target,))
    return frame.filter(values.is_not_null()), (finding,)


def _without(schema: Schema, leaks: tuple[str, ...]) -> Schema:
    schema = schema.without(leaks, kind="leak", detail=f"is '{schema.target}' under another name")
    if schema.used:
        return schema
    left_out = "; ".join(f"'{column.name}' ({column.detail})" for column in schema.columns)
    raise DataError(
        f"No column is left to learn '{schema.target}' from: {left_out}. Expected was at least one column that varies "
        "and is not the target under another name. Add columns, or name the ones to keep all the same."
    )


def _assemble(
    joined: Joined,
    schema: Schema,
    task: Task,
    found: tuple[Finding, ...],
    origin: Origin,
    *,
    seed: int,
    name: str,
    store: str | Path | None,
) -> Dataset:
    features, target = joined.frame.select(schema.names()), joined.frame[task.target]
    splits = split(features, target, task, seed=seed, test_rows=joined.test_rows)
    checked = checks.check(features, target, task, splits, own_test=joined.test_rows is not None)
    pipeline = Pipeline.fit(joined.frame[splits.train], schema, task, seed=seed)
    dataset = Dataset(
        name=name,
        task=task,
        schema=schema,
        pipeline=pipeline,
        blocks={},
        target=pipeline.target.encode(target),
        splits=splits,
        findings=(*found, *checked),
        raw=joined.frame.select(*schema.names(), task.target) if joined.frame.height <= MOST_KEPT else None,
        origin=origin,
    )
    return with_blocks(dataset, features, None if store is None else Path(store))
