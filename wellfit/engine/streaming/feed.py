"""Double buffering: while the program trains on one window, the next is read."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import jax
import numpy as np
from jax.sharding import NamedSharding

from wellfit.engine.feed import Rows
from wellfit.engine.plans.devices import EVERYWHERE, mesh
from wellfit.engine.streaming.source import Buffer, Source
from wellfit.engine.streaming.windows import Window


class Fed(NamedTuple):
    """A window with its rows on the devices."""

    window: Window
    rows: Rows


class Feed:
    """Reads windows in a thread of its own, one ahead of whoever trains."""

    def __init__(self, sources: Sequence[Source], fixed: np.ndarray, window: int, devices: int) -> None:
        self._devices = devices
        # Two: the one that is trained on, and the one that is read into meanwhile.
        self._buffers = [[block.buffer(fixed, window) for block in sources] for _ in range(2)]

    def through(self, windows: Iterator[Window]) -> Iterator[Fed]:
        """Each window with its rows, which hold until the next one is asked for."""
        with ThreadPoolExecutor(1, thread_name_prefix="read") as reader:
            turn = 0
            waiting = reader.submit(self._next, windows, self._buffers[turn])
            while (fed := waiting.result()) is not None:
                turn = 1 - turn
                waiting = reader.submit(self._next, windows, self._buffers[turn])
                yield fed

    def empty(self, labels: np.ndarray) -> Rows:
        """Rows as a window brings them, not read yet: what a program is compiled for."""
        inputs = tuple(buffer.shape() for buffer in self._buffers[0])
        return self._put(inputs, labels)

    def _next(self, windows: Iterator[Window], buffers: Sequence[Buffer]) -> Fed | None:
        window = next(windows, None)
        if window is None:
            return None
        inputs = tuple(buffer.fill(window.rows) for buffer in buffers)
        return Fed(window, jax.block_until_ready(self._put(inputs, window.labels)))

    def _put(self, inputs: tuple[Any, ...], labels: np.ndarray) -> Rows:
        """On a CPU the devices look at the buffers themselves: nothing is copied."""
        everywhere = None if self._devices == 1 else NamedSharding(mesh(self._devices), EVERYWHERE)
        return Rows(*jax.device_put((inputs, labels), everywhere))
