"""Data that its owner has encoded already: arrays and splits in, a dataset out."""

from collections.abc import Mapping, Sequence

import numpy as np
import scipy.sparse

from wellfit.data.column import Column
from wellfit.data.dataset import Block, Dataset
from wellfit.data.images.rows import of_pixels
from wellfit.data.pieces import pieces
from wellfit.data.pipeline import Pipeline, TargetEncoder
from wellfit.data.pipeline.array import ArrayEncoder
from wellfit.data.pipeline.category_ids import CategoryIds
from wellfit.data.pipeline.dense import DenseBlock
from wellfit.data.pipeline.image import ImageEncoder
from wellfit.data.pipeline.numeric import NumberColumn, NumericEncoder
from wellfit.data.pipeline.vocabulary import Vocabulary
from wellfit.data.pipeline.word_pairs import WordPairs
from wellfit.data.schema import Schema
from wellfit.data.splits import Splits
from wellfit.data.task import Kind, Task
from wellfit.errors import DataError

RANKS = {
    "dense": "[rows, features]",
    "words": "[rows, words], sparse",
    "sequence": "[rows, length], whole numbers",
    "array": "[rows, ...], three axes or more",
    "window": "[rows, steps, features]",
    "image": "[rows, height, width, 1 or 3], uint8",
}
TARGET, ARRAY, IMAGE = "y", "array", "image"
_FARTHEST = float(np.finfo(np.float32).max)


def from_arrays(
    blocks: Mapping[str, Block],
    target: np.ndarray,
    *,
    kind: Kind,
    splits: Splits,
    classes: Sequence[str] | None = None,
    name: str = "arrays",
) -> Dataset:
    """A dataset of numbers as they are: nothing is scaled, drawn or left out.

    For people with preprocessing and splits of their own; `wellfit.read` does both. Losses of a
    regression are then in the squared units of `target`.

    Args:
        blocks: `dense` [rows, features], `words` sparse [rows, words] of any values, `sequence` [rows, length] of
            word ids with 0 for padding, `array` [rows, ...], `window` [rows, steps, features] of a series, `image`
            uint8 [rows, height, width, 1 or 3] of raw pixels; those that are there, all of finite numbers. Row i
            of every block is the same row. Blocks of float32 and of pixels that are memory-mapped stay in their
            files; training reads them a piece at a time.
        target: [rows]; 0 or 1 (binary), class numbers from 0 (multiclass) or finite numbers (regression).
        kind: of the task: binary, multiclass or regression.
        splits: row numbers of each split; selection and test may be empty where nothing asks for them.
        classes: names of the classes in the order of their numbers; else the numbers are the names.
        name: what the data are called.

    Raises:
        DataError: no block or an unknown one, another shape, unequal rows, numbers that are not finite,
            a target that does not fit its kind, a row in two splits or in none of the blocks.

    The pipeline takes raw rows of `dense`, `array` and `image` as they are; rows of `words`, `sequence` and `window` it
    cannot make.

    >>> rows = {"dense": np.arange(6.0).reshape(3, 2)}
    >>> none = np.zeros(0, np.int64)
    >>> parts = Splits(train=np.array([0, 1]), validation=np.array([2]), selection=none, test=none)
    >>> data = from_arrays(rows, np.array([0, 1, 1]), kind="binary", splits=parts)
    >>> data.part("validation")[0]["dense"].tolist(), data.task.classes
    ([[4.0, 5.0]], ('0', '1'))
    """
    given = {name: _block(name, blocks[name]) for name in (*RANKS, *blocks) if name in blocks}
    _check_rows(given, target, splits)
    task = Task(kind=kind, target=TARGET, classes=_classes(kind, target, classes), reason="given with the arrays")
    schema = Schema(target=TARGET, columns=_columns(given))
    return Dataset(
        name=name,
        task=task,
        schema=schema,
        pipeline=_pipeline(given, schema, task),
        blocks=given,
        target=target.astype(np.int32 if kind == "multiclass" else np.float32),
        splits=splits,
        as_is=True,
        images=of_pixels(given[IMAGE]) if IMAGE in given else None,
    )


def _block(name: str, block: Block) -> Block:
    sparse = scipy.sparse.issparse(block)
    rank = len(block.shape)
    fits = {
        "dense": not sparse and rank == 2,
        "words": sparse and rank == 2,
        "sequence": not sparse and rank == 2 and block.dtype.kind in "iu",
        "array": not sparse and rank >= 3,
        "window": not sparse and rank == 3,
        "image": not sparse and rank == 4 and block.dtype == np.uint8 and block.shape[3] in (1, 3),
    }
    if not fits.get(name, False):
        expected = ", ".join(f"{known} {shape}" for known, shape in RANKS.items())
        raise DataError(
            f"The block {name!r} is {'a sparse' if sparse else 'an'} array of shape {tuple(block.shape)}; expected "
            f"were blocks among {expected}. Rename the block or bring it to this shape."
        )
    if name == "sequence":
        return np.asarray(block, np.int32)
    if name == IMAGE:
        return block  # a byte a number, in its file where it has one
    numbers = scipy.sparse.csr_array(block, dtype=np.float32) if sparse else np.asarray(block, np.float32)
    values = np.asarray(numbers.data if sparse else numbers)
    # NaN and infinity reach the extremes, which cost no memory: a mask of all numbers would be a quarter of the block.
    if not all(np.isfinite([part.min(initial=0), part.max(initial=0)]).all() for part in pieces(values)):
        raise DataError(
            f"The block {name!r} holds missing or infinite numbers; expected finite ones, since encoded blocks reach "
            "the network as they are. Fill or leave out such rows."
        )
    return numbers


def _check_rows(blocks: Mapping[str, Block], target: np.ndarray, splits: Splits) -> None:
    if not blocks:
        raise DataError(f"There is no block to learn from; expected one or more of {', '.join(RANKS)}.")
    counts = {**{name: block.shape[0] for name, block in blocks.items()}, "target": len(target)}
    if len(set(counts.values())) > 1 or target.ndim != 1:
        rows = ", ".join(f"{name} {count:,}" for name, count in counts.items())
        raise DataError(
            f"Every block and the target [rows] need the same rows; received {rows}, the target of shape "
            f"{target.shape}. Give one value of the target for each row of every block."
        )
    numbers = np.concatenate([splits.train, splits.validation, splits.selection, splits.test])
    if len(np.unique(numbers)) < len(numbers) or numbers.min(initial=0) < 0 or numbers.max(initial=0) >= len(target):
        raise DataError(
            f"The splits name a row twice, or one that is not there; expected each of the rows 0 to "
            f"{len(target) - 1:,} at most once. Make the splits of one permutation of the rows."
        )


def _classes(kind: Kind, target: np.ndarray, names: Sequence[str] | None) -> tuple[str, ...]:
    """The classes' names, once the target has been found to fit its kind."""
    if kind == "regression":
        if not np.isfinite(target).all():
            raise DataError("The target holds missing or infinite numbers; expected a finite number in every row.")
        return ()
    found = np.unique(target)
    count = 2 if kind == "binary" else len(names) if names else max(2, int(found.max(initial=0)) + 1)
    if not np.isin(found, np.arange(count)).all():
        raise DataError(
            f"The target of a {kind} task holds {', '.join(map(str, found[:6].tolist()))}; expected class numbers from "
            f"0 to {count - 1}. Number the classes from 0."
        )
    if names is not None and len(names) != count:
        raise DataError(f"There are {len(names)} names of classes for {count} classes; expected one for each.")
    return tuple(names) if names else tuple(map(str, range(count)))


def _columns(blocks: Mapping[str, Block]) -> tuple[Column, ...]:
    width = blocks["dense"].shape[1] if "dense" in blocks else 0
    dense = [Column(name=f"x_{place}", kind="numeric") for place in range(width)]
    return (*dense, *(Column(name=name, kind=name) for name in (ARRAY, IMAGE) if name in blocks))


def _pipeline(blocks: Mapping[str, Block], schema: Schema, task: Task) -> Pipeline:
    """Encoders that change nothing."""
    as_is = {"middle": 0.0, "bend": 0.0, "low": -_FARTHEST, "high": _FARTHEST, "mean": 0.0, "deviation": 1.0}
    numbers = NumericEncoder(
        parts=tuple(NumberColumn(name=name, gaps=False, **as_is) for name in schema.names("numeric"))
    )
    words, array, image = (blocks.get(name) for name in ("words", ARRAY, IMAGE))
    return Pipeline(
        schema=schema,
        target=TargetEncoder(kind=task.kind, classes=task.classes, low=-_FARTHEST, high=_FARTHEST),
        dense=DenseBlock.of_numbers(numbers),
        ids=CategoryIds(parts=()),
        vocabulary=None if words is None else Vocabulary(columns=(), words=tuple(map(str, range(words.shape[1])))),
        pairs=WordPairs(firsts=(), seconds=()),
        length=0,
        array=None if array is None else ArrayEncoder(name=ARRAY, shape=array.shape[1:], mean=0.0, deviation=1.0),
        image=None if image is None else ImageEncoder(name=IMAGE, shape=image.shape[1:]),
    )
