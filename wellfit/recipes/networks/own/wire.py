"""From a block of the data to one input of a model."""

from dataclasses import dataclass
from typing import Any

from wellfit.backend import keras

NOTHING = -1


@dataclass(frozen=True, kw_only=True)
class Wire:
    """Which block an input reads, and what is done to its rows on the way.

    `columns` are numbers of the block's columns in the order in which the input has them, NOTHING where it has a
    zero; None for all. `length` cuts or fills a sequence, `vectors` is how many ids the model knows, and
    `shape` is that of a row at the end. What is None is left as it is.
    """

    block: str
    columns: tuple[int, ...] | None = None
    length: int | None = None
    vectors: int | None = None
    shape: tuple[int, ...] | None = None

    def connect(self, x: Any) -> Any:
        """The input's tensor from the block's."""
        if self.columns is not None:
            x = _columns(x, self.columns)
        if self.length is not None:
            x = _cut_or_filled(x, self.length)
        if self.vectors is not None:
            x = keras.ops.where(keras.ops.less(x, self.vectors), x, min(1, self.vectors - 1))
        if self.shape is not None:
            x = keras.layers.Reshape(self.shape, name=f"{self.block}_in_shape")(x)
        return x


def _columns(x: Any, columns: tuple[int, ...]) -> Any:
    first, last = columns[0], columns[-1]
    if columns == tuple(range(first, last + 1)) and first >= 0:
        return x if len(columns) == x.shape[-1] else x[:, first : last + 1]
    if NOTHING in columns:  # a column of zeros at the end stands for all that is not there
        x = keras.ops.pad(x, ((0, 0), (0, 1)))
    return keras.ops.take(x, [x.shape[-1] - 1 if column == NOTHING else column for column in columns], axis=1)


def _cut_or_filled(x: Any, length: int) -> Any:
    """Padding is 0 and at the end."""
    known = x.shape[1]
    if length < known:
        return x[:, :length]
    return x if length == known else keras.ops.pad(x, ((0, 0), (0, length - known)))
