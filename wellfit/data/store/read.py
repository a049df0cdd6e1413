"""A dataset out of a folder, which is taken for hostile until it has been checked."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse

from wellfit.data.dataset import Block, Dataset
from wellfit.data.pieces import pieces
from wellfit.data.pipeline import Pipeline
from wellfit.data.pipeline.plain import from_plain
from wellfit.data.splits import Splits
from wellfit.data.store.layout import ABOUT, DTYPES, FORMAT, PARTS, SPARSE, SPLITS, About
from wellfit.data.task import Task
from wellfit.errors import StudyError


def open_dataset(folder: str | Path) -> Dataset:
    """The dataset that `store` wrote, its blocks memory-mapped: opening takes no time and no memory to speak of.

    Nothing in the folder is executed, and no file outside it is read. The files must stay as they are for as
    long as the dataset is in use.

    Raises:
        StudyError: the folder is missing, or a file in it is missing, damaged, cut short or does not fit the others.
    """
    place = Path(folder)
    about, pipeline = _about(place)
    target = np.array(
        _array(place, "target", np.int32 if about.task.kind == "multiclass" else np.float32, (about.rows,))
    )
    _check_target(place, target, about.task)
    return Dataset(
        name=about.name,
        task=about.task,
        schema=pipeline.schema,
        pipeline=pipeline,
        blocks={name: _block(place, name, (about.rows, *shape)) for name, shape in pipeline.shapes().items()},
        target=target,
        splits=_splits(place, about),
        findings=about.findings,
        as_is=about.as_is,
        images=about.images,
    )


def _about(place: Path) -> tuple[About, Pipeline]:
    file = _file(place, ABOUT)
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise _broken(file, "plain JSON", str(error)) from error
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise _broken(file, f"the format {FORMAT}", repr(said.get("format") if isinstance(said, dict) else said)[:80])
    about, pipeline = _said(said.get("about")), Pipeline.from_json(said.get("pipeline", {}))
    encoder = pipeline.target
    if (about.task.kind, about.task.classes, about.task.target) != (
        encoder.kind,
        encoder.classes,
        pipeline.schema.target,
    ):
        raise _broken(file, "one task", f"{about.task.kind} {about.task.target!r} beside a pipeline of another")
    return about, pipeline


def _said(value: Any) -> About:
    """Datasets that were stored before there were images do not say that they have none."""
    return from_plain(About, {"images": None, **value} if isinstance(value, dict) else value, "dataset")


def _file(place: Path, name: str) -> Path:
    """A file of the folder itself: a link could lead anywhere."""
    file = place / name
    if file.is_symlink() or not file.is_file():
        raise _broken(file, "a file", "a link" if file.is_symlink() else "nothing there")
    return file


def _array(place: Path, name: str, dtype: Any, shape: tuple[int | None, ...]) -> np.ndarray:
    """A memory-mapped file of exactly this type and shape (None: any number)."""
    file = _file(place, f"{name}.npy")
    try:
        found = np.lib.format.open_memmap(file, mode="r")
    except (OSError, ValueError, EOFError, OverflowError, SyntaxError) as error:
        raise _broken(file, "a whole array", str(error)) from error
    fits = len(found.shape) == len(shape) and all(b in (None, a) for a, b in zip(found.shape, shape, strict=True))
    if found.dtype != np.dtype(dtype).newbyteorder("<") or not fits or not found.flags.c_contiguous:
        wanted = " × ".join("any" if size is None else str(size) for size in shape)
        raise _broken(file, f"{np.dtype(dtype)} {wanted}", f"{found.dtype} {' × '.join(map(str, found.shape))}")
    return found


def _block(place: Path, name: str, shape: tuple[int, ...]) -> Block:
    if name not in SPARSE:
        return _array(place, name, DTYPES[name], shape)
    rows, columns = shape
    sizes = {"indptr": (rows + 1,), "indices": (None,), "values": (None,)}
    indptr, indices, data = (_array(place, f"{name}_{part}", PARTS[part], size) for part, size in sizes.items())
    ordered = indptr[0] == 0 and indptr[-1] == len(indices) == len(data) and (np.diff(indptr) >= 0).all()
    # What multiplies these rows trusts the numbers of the columns.
    if not ordered or not all(part.min() >= 0 and part.max() < columns for part in pieces(indices)):
        raise _broken(place / f"{name}_indices.npy", f"column numbers from 0 to {columns - 1} for each row", "others")
    return scipy.sparse.csr_array((data, indices, indptr), shape=(rows, columns))


def _splits(place: Path, about: About) -> Splits:
    found = {name: np.array(_array(place, name, np.int64, (None,))) for name in SPLITS}
    every = np.sort(np.concatenate(list(found.values())))
    inside = not len(every) or (every[0] >= 0 and every[-1] < about.rows)
    if not inside or (np.diff(every) == 0).any() or any((np.diff(rows) < 0).any() for rows in found.values()):
        raise _broken(
            place / "train.npy", f"sorted row numbers from 0 to {about.rows - 1}, none in two splits", "others"
        )
    return Splits(**found, repeats_apart=about.repeats_apart)


def _check_target(place: Path, target: np.ndarray, task: Task) -> None:
    if task.kind == "regression":
        fits = bool(np.isfinite(target).all())
    else:
        fits = bool(np.isin(target, np.arange(len(task.classes))).all())
    if not fits:
        expected = "finite numbers" if task.kind == "regression" else f"class numbers from 0 to {len(task.classes) - 1}"
        raise _broken(place / "target.npy", expected, "others")


def _broken(file: Path, expected: str, received: str) -> StudyError:
    return StudyError(
        f"The stored dataset is broken: in {file}, expected {expected}, received {received}. Store the data again."
    )
