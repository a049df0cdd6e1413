"""Encoded tensors, what they mean, and which rows are for what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import scipy.sparse

from wellfit.data.finding import Finding
from wellfit.data.pipeline import Pipeline
from wellfit.data.schema import Schema
from wellfit.data.splits import Splits
from wellfit.data.task import Task

Block: TypeAlias = np.ndarray | scipy.sparse.csr_array
SplitName = Literal["train", "validation", "selection", "test"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Dataset:
    """All that training needs to know about the data; made by `wellfit.read`.

    `blocks` hold ALL rows under "dense", "words", "sequence" and "array", as far as these exist: row i
    of every block and of `target` is the same row. `target` [rows] is encoded: 0/1 as float32 (binary),
    class numbers as int32 (multiclass), standardised float32 (regression). `splits` has row numbers.
    """

    name: str
    task: Task
    schema: Schema
    pipeline: Pipeline
    blocks: Mapping[str, Block]
    target: np.ndarray
    splits: Splits
    findings: tuple[Finding, ...] = ()

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
        """How many numbers describe a row in the dense, words and array blocks together."""
        shapes = self.pipeline.shapes()
        return sum(int(np.prod(shapes[name])) for name in ("dense", "words", "array") if name in shapes)
