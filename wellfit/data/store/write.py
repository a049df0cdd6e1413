"""A dataset into a folder."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from wellfit.data.dataset import Block, Dataset
from wellfit.data.mapped import RowReader
from wellfit.data.pieces import PIECE_BYTES
from wellfit.data.pipeline.plain import to_plain
from wellfit.data.store.array_file import ArrayFile
from wellfit.data.store.folder import new_folder
from wellfit.data.store.layout import ABOUT, DTYPES, FORMAT, PARTS, SPLITS, About
from wellfit.data.store.read import open_dataset
from wellfit.errors import DataError

_LARGEST = np.iinfo(np.int32).max


def store(dataset: Dataset, folder: str | Path) -> Dataset:
    """Write the encoded rows to `folder` and open them from there, memory-mapped.

    For data that are encoded once and trained on often, or that do not fit into memory. Raw rows and folds are
    not stored.

    Raises:
        OptionError: there is something at `folder` already, the disk is full, or it cannot be written.

    >>> import tempfile, wellfit
    >>> with tempfile.TemporaryDirectory() as place:
    ...     data = store(wellfit.read("example:iris"), Path(place) / "iris")
    ...     data.blocks["dense"].shape[0], type(data.blocks["dense"]).__name__
    (150, 'memmap')
    """
    return store_parts(dataset, _parts(dataset), folder)


def store_parts(dataset: Dataset, parts: Iterable[Mapping[str, Block]], folder: str | Path) -> Dataset:
    """As `store`, with blocks that come in parts, some rows of each at a time, in place of those of `dataset`."""
    place = Path(folder)
    with new_folder(place) as fresh:
        _write_blocks(fresh, parts)
        np.save(fresh / "target.npy", dataset.target)
        for name in SPLITS:
            np.save(fresh / f"{name}.npy", dataset.rows(name).astype(np.int64))  # type: ignore[arg-type]
        about = About(
            name=dataset.name,
            task=dataset.task,
            rows=len(dataset.target),
            as_is=dataset.as_is,
            repeats_apart=dataset.splits.repeats_apart,
            findings=dataset.findings,
            images=dataset.images,
        )
        said = {"format": FORMAT, "about": to_plain(about), "pipeline": dataset.pipeline.to_json()}
        (fresh / ABOUT).write_text(json.dumps(said), encoding="utf-8")
    return open_dataset(place)


def _parts(dataset: Dataset) -> Iterator[dict[str, Block]]:
    """The blocks of a dataset, some rows at a time; what lies in files is read, not mapped."""
    rows = max(1, PIECE_BYTES // max(1, sum(_row_bytes(block) for block in dataset.blocks.values())))
    with ExitStack() as open_files:
        readers = {name: RowReader(block) for name, block in dataset.blocks.items() if isinstance(block, np.ndarray)}
        for reader in readers.values():
            open_files.callback(reader.close)
        for first in range(0, len(dataset.target), rows):
            count = min(rows, len(dataset.target) - first)
            part: dict[str, Block] = {}
            for name, block in dataset.blocks.items():
                if isinstance(block, np.ndarray):
                    part[name] = np.empty((count, *block.shape[1:]), block.dtype)
                    readers[name].read(first, part[name])
                else:
                    part[name] = block[first : first + count]
            yield part


def _row_bytes(block: Block) -> int:
    if isinstance(block, np.ndarray):
        return block.dtype.itemsize * int(np.prod(block.shape[1:]))
    return 8 * block.nnz // max(1, block.shape[0])


def _write_blocks(folder: Path, parts: Iterable[Mapping[str, Block]]) -> None:
    with ExitStack() as open_files:
        files: dict[str, ArrayFile] = {}

        def file(name: str, dtype: type, shape: tuple[int, ...] = ()) -> ArrayFile:
            if name not in files:
                files[name] = open_files.enter_context(ArrayFile(folder / f"{name}.npy", dtype, shape))
            return files[name]

        entries: dict[str, int] = {}
        for part in parts:
            for name, block in part.items():
                if isinstance(block, np.ndarray):
                    file(name, DTYPES[name], block.shape[1:]).append(block)
                    continue
                ends = block.indptr.astype(np.int64) + entries.get(name, 0)
                written = (ends[1:] if name in entries else ends, block.indices, block.data)
                entries[name] = _counted(int(ends[-1]))
                for key, numbers in zip(PARTS, written, strict=True):
                    file(f"{name}_{key}", PARTS[key]).append(numbers)


def _counted(entries: int) -> int:
    if entries > _LARGEST:
        raise DataError(
            f"A sparse block may have up to {_LARGEST} entries; received {entries} or more. Leave out rare words, "
            "or rows."
        )
    return entries
