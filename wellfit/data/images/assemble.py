"""From labelled image files to a dataset: looked at, decoded, compared, parted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from wellfit.data.checks import balance
from wellfit.data.column import Column
from wellfit.data.dataset import Dataset
from wellfit.data.finding import Finding
from wellfit.data.images.alike import alike
from wellfit.data.images.decode import guarded
from wellfit.data.images.find import Entry
from wellfit.data.images.header import Header, read_header
from wellfit.data.images.parallel import Told, in_parallel
from wellfit.data.images.parts import image_parts
from wellfit.data.images.pixels import Pixels, headers_and_pixels, may_be_kept, pixels
from wellfit.data.images.rows import ImageRows
from wellfit.data.images.size import Size, image_shape
from wellfit.data.images.told import alike_told, broken, odd
from wellfit.data.pipeline import Pipeline, TargetEncoder
from wellfit.data.pipeline.category_ids import CategoryIds
from wellfit.data.pipeline.dense import DenseBlock
from wellfit.data.pipeline.image import ImageEncoder
from wellfit.data.pipeline.numeric import NumericEncoder
from wellfit.data.pipeline.word_pairs import WordPairs
from wellfit.data.schema import Schema
from wellfit.data.task import Task


@dataclass(frozen=True, kw_only=True, eq=False)
class Labelled:
    """Image files and the target of each, as its encoder wants it; `column` is what the paths are called."""

    name: str
    column: str
    task: Task
    files: tuple[Entry, ...]
    target: pl.Series
    findings: tuple[Finding, ...] = ()

    def only(self, kept: Sequence[int]) -> "Labelled":
        """The files at these places, in this order."""
        return replace(self, files=tuple(self.files[place] for place in kept), target=self.target[list(kept)])


def assemble(given: Labelled, size: Size, *, seed: int = 0, told: Told | None = None) -> Dataset:
    """The images as pixels of one size, with splits that keep near-duplicates together.

    Raises DataError where more than 5 % are broken or too few are left, OptionError for a size that cannot be.
    """
    headers, found = _looked([one.path for one in given.files], size, told)
    problems = {given.files[row].shown: one.problem for row, one in enumerate(headers) if one.problem}
    broken(problems, len(given.files))  # before more work is done
    good = [row for row, one in enumerate(headers) if not one.problem]
    looked, headers = given.only(good), [headers[row] for row in good]
    shape = image_shape(headers, size)
    if found is None:
        found = pixels([one.path for one in looked.files], [one.content for one in headers], shape, told)
    problems |= {looked.files[row].shown: why for row, why in found.problems.items()}
    whole = [row for row in range(len(headers)) if row not in found.problems]
    read, headers = looked.only(whole), [headers[row] for row in whole]
    findings = broken(problems, len(given.files))  # first: of none at all nothing is odd
    findings += odd(found.block, headers, [one.shown for one in read.files])
    return parted(read, found.block, found.key, [one.content for one in headers], findings, seed=seed)


def _looked(paths: Sequence[Path], size: Size, told: Told | None) -> tuple[list[Header], Pixels | None]:
    """The headers of all files; and their pixels on the way, where the first file says what all become.

    It does where a size was asked for and it has colour, or none has.
    """
    with guarded():
        first = next((one for one in map(read_header, paths) if not one.problem), None)
    if first is not None and size.asked is not None and not may_be_kept(first.content):
        found = headers_and_pixels(paths, image_shape([first], size), told)
        if found is not None:
            return found
    with guarded():
        return list(in_parallel(read_header, paths, name="images looked at", told=told)), None


def parted(
    read: Labelled,
    block: np.ndarray,
    key: str,
    contents: Sequence[str],
    findings: tuple[Finding, ...],
    *,
    seed: int,
) -> Dataset:
    """The dataset of images whose pixels are there; `contents` are equal for equal images."""
    names, task = tuple(one.shown for one in read.files), read.task
    groups = alike(block, contents)
    splits, told = image_parts([one.split for one in read.files], groups, read.target, task, seed=seed)
    found = (*read.findings, *findings, *alike_told(groups, names, read.target.to_list()), *told)
    pipeline = _pipeline(read, block.shape[1:], splits.train)
    return Dataset(
        name=read.name,
        task=task,
        schema=pipeline.schema,
        pipeline=pipeline,
        blocks={"image": block},
        target=pipeline.target.encode(read.target),
        splits=splits,
        findings=(*found, *balance.check(read.target, task)),
        as_is=True,
        images=ImageRows(files=names, key=key, groups=groups),
    )


def _pipeline(read: Labelled, shape: tuple[int, ...], train: np.ndarray) -> Pipeline:
    height, width, channels = shape
    detail = f"{height} × {width} pixels, {'grey' if channels == 1 else 'colour'}"
    column = Column(name=read.column, kind="image", detail=detail)
    return Pipeline(
        schema=Schema(target=read.task.target, columns=(column,)),
        target=TargetEncoder.fit(read.target[train], read.task),
        dense=DenseBlock.of_numbers(NumericEncoder(parts=())),
        ids=CategoryIds(parts=()),
        vocabulary=None,
        pairs=WordPairs(firsts=(), seconds=()),
        length=0,
        array=None,
        image=ImageEncoder(name=read.column, shape=shape),
    )
