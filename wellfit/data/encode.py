"""The rows of a dataset encoded: into memory, or piece by piece into files where they would take too much of it."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl

from wellfit.data.dataset import Block, Dataset
from wellfit.data.memory import room
from wellfit.data.pipeline import Pipeline
from wellfit.data.store import store_parts
from wellfit.data.store.folder import refuse_if_too_large, temporary_folder
from wellfit.data.store.layout import DTYPES, SPARSE

# Encoded at a time on the way to a file: enough that starting each piece does not count.
PART_BYTES = 64_000_000


def with_blocks(
    dataset: Dataset, features: pl.DataFrame, folder: Path | None, rows: np.ndarray | None = None
) -> Dataset:
    """The dataset with the blocks of these rows; in `folder`, if it is given, or in files when memory is short.

    `rows` are those to keep of what the pipeline gives for the laid-out rows of a series.

    Raises:
        OptionError: there is something at `folder` already, the disk is too small, or it cannot be written.
    """
    size = encoded_bytes(dataset.pipeline, features)
    if folder is None and size <= room():
        blocks = dataset.pipeline.encode(features)
        return replace(
            dataset, blocks=blocks if rows is None else {name: block[rows] for name, block in blocks.items()}
        )
    place = folder or temporary_folder()
    refuse_if_too_large(size, place)
    most = max(1, PART_BYTES * features.height // max(1, size))
    parts = _parts if rows is None else partial(_window_parts, kept=rows)
    return replace(dataset, blocks=store_parts(dataset, parts(dataset.pipeline, features, most), place).blocks)


def encoded_bytes(pipeline: Pipeline, features: pl.DataFrame) -> int:
    """Memory that the encoded rows take: four bytes a number, one for a pixel's; for words as much as the texts, for
    pairs again.

    A known word that is new in its row takes eight bytes, and there is about one of those every eight characters.
    """
    shapes = pipeline.shapes()
    numbers = {name: shape for name, shape in shapes.items() if name not in SPARSE}
    bytes_a_row = sum(np.dtype(DTYPES[name]).itemsize * int(np.prod(shape)) for name, shape in numbers.items())
    texts = pipeline.vocabulary.columns if "words" in shapes and pipeline.vocabulary is not None else ()
    sparse = sum(name in SPARSE for name in shapes)
    return bytes_a_row * features.height + sparse * sum(int(features[name].estimated_size()) for name in texts)


def _parts(pipeline: Pipeline, features: pl.DataFrame, rows: int) -> Iterator[dict[str, Block]]:
    for first in range(0, features.height, rows):
        yield pipeline.encode(features.slice(first, rows))


def _window_parts(pipeline: Pipeline, laid: pl.DataFrame, rows: int, kept: np.ndarray) -> Iterator[dict[str, Block]]:
    """Windows some rows at a time, each part with the rows before it that its first windows reach back to."""
    before = pipeline.series.window - 1 if pipeline.series is not None else 0
    for first in range(0, laid.height - before, rows):
        some = kept[(kept >= first) & (kept < first + rows)] - first
        if len(some):
            blocks = pipeline.encode(laid.slice(first, rows + before))
            yield {name: block[some] for name, block in blocks.items()}
