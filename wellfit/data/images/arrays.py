"""Images that come as arrays of whole numbers from 0 to 255."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from PIL import Image

from wellfit.data.dataset import Dataset
from wellfit.data.decide import decide_task, find_target
from wellfit.data.images.assemble import Labelled, parted
from wellfit.data.images.colours import picture_of
from wellfit.data.images.find import Entry
from wellfit.data.images.known import known_rows
from wellfit.data.images.parallel import Told, in_parallel
from wellfit.data.images.rows import pixels_key
from wellfit.data.images.size import Size, asked_size
from wellfit.data.origin import Origin, places
from wellfit.data.sources.read import read_table
from wellfit.data.splits import refuse_too_few
from wellfit.data.table import Table
from wellfit.data.target import target_for
from wellfit.data.wording import listing
from wellfit.errors import DataError


def read_image_arrays(
    table: Table,
    column: str,
    source: Any,
    *,
    test: Any = None,
    target: str | int | None = None,
    task: str | None = None,
    size: Size,
    seed: int = 0,
    told: Told | None = None,
) -> Dataset:
    """A table whose array `column` is taken for images, because a size was asked for; other columns are left out."""
    shape = asked_size(size.asked)
    name, said = find_target(table, target)
    decided = decide_task(table.frame[name], name, task)
    tables = [table] if test is None else [table, read_table(test)]
    known = [_known(one, [column, name]) for one in tables]
    refuse_too_few(known[0].height, f"in {table.name}")
    block = np.concatenate([_pixels(frame[column], shape, told) for frame in known])
    values = pl.concat([target_for(decided.kind, frame[name], name) for frame in known])
    split = ["train" if test is not None else None] * known[0].height + ["test"] * (len(block) - known[0].height)
    files = tuple(Entry(kind="image", path=Path(), shown=f"image {row}", split=part) for row, part in enumerate(split))
    given = Labelled(name=table.name, column=column, task=decided, files=files, target=values)
    rows, unseen = known_rows(given)
    given = replace(given.only(rows), findings=(*table.findings, *([said] if said else []), *unseen))
    block = block[rows]
    data = parted(given, block, pixels_key(block), [_content(pixels) for pixels in block], (), seed=seed)
    tests = None if test is None else places(test)
    types = {one: str(table.frame.schema[one]) for one in (column, name)}
    return replace(data, origin=Origin(sources=places(source), tests=tests, types=types))


def pixel_column(table: Table, ignore: Iterable[str] = ()) -> str:
    """The first column of bytes [rows, height, width] or [rows, height, width, 1 or 3].

    Raises DataError where there is none.
    """
    schema = table.frame.drop(*ignore, strict=False).schema
    for name, dtype in schema.items():
        if isinstance(dtype, pl.Array) and _is_pixels(dtype):
            return name
    held = listing([f"{name}: {dtype}" for name, dtype in schema.items()], 4)
    raise DataError(
        f"An image size was asked for, and {table.name} holds no images: expected was a folder of images by class, a "
        "table of their paths, or arrays of uint8 [rows, height, width] or [rows, height, width, 1 or 3], received "
        f"{held}. Leave the size out, or give such arrays."
    )


def _is_pixels(dtype: pl.Array) -> bool:
    bytes_inside = pl.Series([], dtype=dtype).reshape((-1,)).dtype == pl.UInt8
    return bytes_inside and len(dtype.shape) in (2, 3) and (*dtype.shape, 1)[2] in (1, 3)


def _known(table: Table, columns: Iterable[str]) -> pl.DataFrame:
    return table.frame.select(columns).drop_nulls()


def _pixels(column: pl.Series, size: tuple[int, int], told: Told | None) -> np.ndarray:
    """uint8 [rows, height, width, channels]."""
    shape = (*column.dtype.shape, 1)[:3]  # type: ignore[attr-defined]
    block = column.reshape((-1,)).to_numpy().reshape(-1, *shape)
    if shape[:2] == size:
        return block
    resized = in_parallel(partial(_resized, size=size), list(block), name="images resized", told=told)
    return np.stack(list(resized))


def _resized(pixels: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    found = picture_of(pixels).resize(size[::-1], Image.Resampling.BILINEAR)
    return np.asarray(found, np.uint8).reshape(*size, pixels.shape[2])


def _content(pixels: np.ndarray) -> str:
    return hashlib.blake2b(np.ascontiguousarray(pixels).data, digest_size=16).hexdigest()
