"""Encoded tensors, what they mean, and which rows are for what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import polars as pl
import scipy.sparse

from wellfit.data.finding import Finding
from wellfit.data.images.rows import ImageRows
from wellfit.data.origin import Origin
from wellfit.data.pipeline import Pipeline
from wellfit.data.schema import Schema
from wellfit.data.series.facts import SeriesRows
from wellfit.data.splits import Splits
from wellfit.data.task import Task

Block: TypeAlias = np.ndarray | scipy.sparse.csr_array
# Blocks of features; the others say the same in another way.
_NUMBERS = ("dense", "words", "array", "window", "image")
SplitName = Literal["train", "validation", "selection", "test"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Dataset:
    """All that training needs to know about the data; made by `wellfit.read`.

    `blocks` hold ALL rows under "dense", "categories", "words", "pairs", "sequence", "array", "window" and "image",
    those that exist: row i of every block and of `target` is the same row. Images are uint8 [rows, height, width,
    channels], raw pixels. `target` [rows] is encoded: 0/1 as float32 (binary), class numbers as int32 (multiclass),
    standardised float32 (regression). `splits` has row numbers.

    `raw` are the rows before encoding, the target among them, which encoders can be fitted on anew; None for
    large tables and for data that came encoded, which `as_is` says. `folds`, made by `with_folds`, are the
    same rows parted and encoded in other ways; `loss_unit` is what the losses of a fold are multiplied by to
    be in one unit with those of all others, since each fold has its own deviation of a numeric target. `origin`
    says where raw rows were read. `series` is what is known of each row where rows follow each other in time,
    `images` where rows are images.
    """

    name: str
    task: Task
    schema: Schema
    pipeline: Pipeline
    blocks: Mapping[str, Block]
    target: np.ndarray
    splits: Splits
    findings: tuple[Finding, ...] = ()
    raw: pl.DataFrame | None = None
    as_is: bool = False
    folds: tuple["Dataset", ...] = ()
    loss_unit: float = 1.0
    origin: Origin | None = None
    series: SeriesRows | None = None
    images: ImageRows | None = None

    @property
    def parts(self) -> tuple["Dataset", ...]:
        """The folds, or the data themselves where there is one split."""
        return self.folds or (self,)

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape of one row of each block, the same in all folds."""
        return {name: tuple(block.shape[1:]) for name, block in self.parts[0].blocks.items()}

    def rows(self, split: SplitName) -> np.ndarray:
        """The sorted row numbers of a split, as int64: `data.target[data.rows("train")]`."""
        return {
            "train": self.splits.train,
            "validation": self.splits.validation,
            "selection": self.splits.selection,
            "test": self.splits.test,
        }[split]

    def part(self, split: SplitName) -> tuple[dict[str, Block], np.ndarray]:
        """The blocks and the target of one split's rows, copied."""
        rows = self.rows(split)
        return {name: block[rows] for name, block in self.blocks.items()}, self.target[rows]

    @property
    def features(self) -> int:
        """How many numbers describe a row in the dense, words, array, window and image blocks together."""
        shapes = self.pipeline.shapes()
        return sum(int(np.prod(shapes[name])) for name in _NUMBERS if name in shapes)
