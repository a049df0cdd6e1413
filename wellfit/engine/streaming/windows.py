"""What comes through the program, a window at a time: batches of training rows, and held-out rows."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from jaxtyping import Int, Int32

from wellfit.engine.streaming.order import shared_order
from wellfit.engine.streaming.sizes import Sizes
from wellfit.engine.streams import NOBODY, Stream


class Window(NamedTuple):
    """Rows of the dataset to be read, their labels (of each arrangement, one after another), and their local numbers.

    Batches: `inputs`, `targets` [1 or streams, steps, batch], where one serves all streams if there is one.
    Held-out rows: `inputs` [rows], and `targets` is empty.
    """

    rows: Int[np.ndarray, " rows"]
    labels: np.ndarray
    inputs: Int32[np.ndarray, "..."]
    targets: Int32[np.ndarray, "..."]


class Windows:
    """The windows of all streams, from the order that they share.

    Streams differ in starts and dropout, and controls in what they see: `permuted_labels` has an
    arrangement of the labels of its own, `zeroed_inputs` the blank row, and `one_batch` its first batch, which
    stays in the buffers.
    """

    def __init__(
        self,
        train: Int[np.ndarray, " train"],
        target: np.ndarray,
        streams: Sequence[Stream],
        sizes: Sizes,
    ) -> None:
        self._train, self._target, self._sizes = train, target, sizes
        self._arranged = [np.arange(len(train))]
        batches: list[np.ndarray] = []
        for stream in streams:
            if stream.control == "permuted_labels":
                self._arranged.append(_permuted(stream, len(train), sizes.batch))
            if stream.control == "one_batch":
                batches.append(stream.batches(len(train), sizes.batch, range(1))[0][0, 0])
        self.fixed = train[np.concatenate([np.zeros(0, np.int64), *batches])]
        self._size = len(self.fixed) + sizes.window + 1
        self.streams = list(streams)

    @property
    def shared(self) -> bool:
        """Whether one sequence of batches serves all streams."""
        return all(stream.control == "none" for stream in self.streams)

    def empty(self, steps: int) -> Window:
        """A window of the shapes of one with so many steps, without rows."""
        none = np.zeros((1 if self.shared else len(self.streams), steps, self._sizes.batch), np.int32)
        return Window(self._train[:0], np.zeros(len(self._arranged) * self._size, self._target.dtype), none, none)

    def held_out(self, rows: Int[np.ndarray, " rows"]) -> Iterator[Window]:
        """These rows in windows that the same buffers take."""
        return held_out_windows(rows, self._target, self._sizes.window, len(self.fixed), len(self._arranged))

    def of_epoch(self, epoch: int) -> Iterator[Window]:
        """The batches of an epoch."""
        order = shared_order(len(self._train), epoch, block=self._sizes.block, window=self._sizes.window)
        for first in range(0, len(order), self._sizes.window):
            yield self._batches(order[first : first + self._sizes.window])

    def _batches(self, order: Int[np.ndarray, " rows"]) -> Window:
        ranks = np.argsort(order)
        places, local = order[ranks], np.empty(len(order), np.int32)
        local[ranks] = np.arange(len(order), dtype=np.int32) + len(self.fixed)
        steps = -(-len(order) // self._sizes.batch)
        numbers = np.pad(local, (0, steps * self._sizes.batch - len(order)), constant_values=NOBODY)
        inputs, targets = self._for_streams(numbers.reshape(steps, self._sizes.batch))
        labels = np.zeros((len(self._arranged), self._size), self._target.dtype)
        labels[0, : len(self.fixed)] = self._target[self.fixed]
        for line, arranged in zip(labels, self._arranged, strict=True):
            line[len(self.fixed) : len(self.fixed) + len(order)] = self._target[self._train[arranged[places]]]
        blank = self._size - 1
        return Window(self._train[places], labels.reshape(-1), np.where(inputs == NOBODY, blank, inputs), targets)

    def _for_streams(self, numbers: Int32[np.ndarray, "steps batch"]) -> tuple[np.ndarray, np.ndarray]:
        if self.shared:
            return numbers[None], numbers[None]
        pairs, arranged, fixed = [], 0, 0
        for stream in self.streams:
            inputs, targets = numbers, numbers
            if stream.control == "permuted_labels":
                arranged += 1
                targets = np.where(numbers == NOBODY, NOBODY, numbers + arranged * self._size)
            if stream.control == "one_batch":
                batch = np.arange(fixed, fixed + self._sizes.batch, dtype=np.int32)
                inputs = targets = np.tile(batch, (len(numbers), 1))
                fixed += self._sizes.batch
            if stream.blank:
                inputs = np.full_like(numbers, NOBODY)
            pairs.append((inputs, targets))
        return np.stack([pair[0] for pair in pairs]), np.stack([pair[1] for pair in pairs]).astype(np.int32)


def held_out_windows(
    rows: Int[np.ndarray, " rows"], target: np.ndarray, most: int, fixed: int, arranged: int
) -> Iterator[Window]:
    """Held-out rows in equal windows of no more than `most` rows, laid out like those of batches.

    >>> [window.rows.tolist() for window in held_out_windows(np.arange(5), np.zeros(5), 3, fixed=0, arranged=1)]
    [[0, 1, 2], [3, 4]]
    """
    size = -(-len(rows) // -(-len(rows) // most))
    for first in range(0, len(rows), size):
        here = rows[first : first + size]
        labels = np.zeros((arranged, fixed + most + 1), target.dtype)
        labels[0, fixed : fixed + len(here)] = target[here]
        local = np.minimum(np.arange(size, dtype=np.int32), len(here) - 1) + np.int32(fixed)
        yield Window(here, labels.reshape(-1), local, local[:0])


def _permuted(stream: Stream, rows: int, batch: int) -> Int[np.ndarray, " rows"]:
    """Whose label each training row has."""
    inputs, targets = (part.reshape(-1) for part in stream.batches(rows, batch, range(1)))
    labels = np.empty(rows, np.int64)
    labels[inputs[inputs != NOBODY]] = targets[inputs != NOBODY]
    return labels
