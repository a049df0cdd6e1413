"""What a stored dataset consists of: the names of its files, and what is said about it beside the numbers."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from wellfit.data.finding import Finding
from wellfit.data.images.rows import ImageRows
from wellfit.data.task import Task

FORMAT = "wellfit-dataset/1"
ABOUT = "dataset.json"
SPLITS = ("train", "validation", "selection", "test")
DTYPES: dict[str, Any] = {
    "dense": np.float32,
    "categories": np.int32,
    "sequence": np.int32,
    "array": np.float32,
    "window": np.float32,
    "image": np.uint8,
}
# A sparse block has three arrays, each in a file of its own, as in words_indptr.npy.
SPARSE = ("words", "pairs")
PARTS: dict[str, Any] = {"indptr": np.int32, "indices": np.int32, "values": np.float32}


@dataclass(frozen=True, kw_only=True)
class About:
    """Plain values of a dataset; its pipeline is stored beside them, its numbers in files."""

    name: str
    task: Task
    rows: int
    as_is: bool
    repeats_apart: bool
    findings: tuple[Finding, ...]
    images: ImageRows | None = None
