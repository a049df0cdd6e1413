"""Windows that slide over the spatial axes of [batch, *spatial, channels]: shared by convolutions and pooling."""

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from math import gcd
from typing import NamedTuple

import jax.numpy as jnp
from jax import lax
from jaxtyping import Array

Place = tuple[int, ...]


class Window(NamedTuple):
    """How a window moves over an image and how far apart its taps are; each a number for each spatial axis."""

    taps: tuple[int, ...]
    strides: tuple[int, ...]
    dilations: tuple[int, ...]

    def positions(self, lengths: Sequence[int]) -> Place:
        """How many places the window has on an image of these lengths."""
        axes = zip(lengths, self.taps, self.strides, self.dilations, strict=True)
        return tuple(max(0, (length - (n - 1) * apart - 1) // stride + 1) for length, n, stride, apart in axes)

    def places(self) -> Iterator[Place]:
        """The taps, row by row."""
        return product(*map(range, self.taps))

    def views(self, x: Array) -> Iterator[Array]:
        """What each tap sees: a cell for each position."""
        positions = self.positions(x.shape[1:-1])
        for place in self.places():
            first = [tap * apart for tap, apart in zip(place, self.dilations, strict=True)]
            last = [a + (n - 1) * stride + 1 for a, n, stride in zip(first, positions, self.strides, strict=True)]
            yield lax.slice(x, (0, *first, 0), (x.shape[0], *last, x.shape[-1]), (1, *self.strides, 1))


def padded(x: Array, padding: Sequence[tuple[int, int]], value: float = 0.0) -> Array:
    """An image with cells added before and after each spatial axis; a negative number of them cuts cells off."""
    if not any(map(any, padding)):
        return x
    cells = [(int(low), int(high), 0) for low, high in padding]
    return lax.pad(x, jnp.asarray(value, x.dtype), [(0, 0, 0), *cells, (0, 0, 0)])


class Phase(NamedTuple):
    """The cells of an image whose places are equal modulo the strides, and who sees them.

    On each axis, cell q of the phase is seen through tap taps[m] from position q - first - m * apart. So the sum of
    what it is sent is a correlation, with the taps in reverse, over the positions with `padding` around them.
    """

    taps: tuple[range, ...]
    padding: tuple[tuple[int, int], ...]
    window: Window

    def places(self) -> Iterator[Place]:
        """The taps of the image's window, in the order of the phase's own."""
        return product(*(reversed(axis) for axis in self.taps))


def gathered(window: Window, lengths: Sequence[int], sums: Callable[[Phase], Array]) -> Array:
    """The image of these lengths in which each cell has the sum of what it is sent by the positions that see it.

    A tap i at position o sees cell o * stride + i * dilation, so cells that are different modulo the stride are seen
    through different taps. Each phase is computed for itself; zeros between the positions are never multiplied.

    Args:
        window: as it moved over the image.
        lengths: of the image.
        sums: the cells of a phase [batch, *cells, channels].
    """
    cells = [-(-length // stride) for length, stride in zip(lengths, window.strides, strict=True)]
    positions = window.positions(lengths)
    parts = [sums(phase) if all(phase.taps) else None for phase in _phases(window, cells, positions)]
    some = next(part for part in parts if part is not None)
    full = [jnp.zeros_like(some) if part is None else part for part in parts]
    return _joined(full, window.strides, lengths)


def _phases(window: Window, cells: Sequence[int], positions: Place) -> Iterator[Phase]:
    axes = zip(*window, cells, positions, strict=True)
    for chosen in product(*([_phase(a, *axis) for a in range(axis[1])] for axis in axes)):
        taps, padding, apart = zip(*chosen, strict=True)
        yield Phase(taps, padding, Window(tuple(map(len, taps)), (1,) * len(taps), apart))


def _phase(
    a: int, taps: int, stride: int, dilation: int, cells: int, positions: int
) -> tuple[range, tuple[int, int], int]:
    common = gcd(stride, dilation)
    apart = dilation // common
    start = next((i for i in range(taps) if i * dilation % stride == a), taps)
    seen = range(start, taps, stride // common)
    reach = (len(seen) - 1) * apart
    low = (start * dilation - a) // stride + reach
    return seen, (low, cells + reach - low - positions), apart


def _joined(parts: Sequence[Array], strides: Place, lengths: Sequence[int]) -> Array:
    if len(parts) == 1:
        return parts[0]
    shape, rank = parts[0].shape, len(lengths)
    # [a, b, batch, q, r, channels] to [batch, q, a, r, b, channels]: the phases of an axis lie within its cells.
    order = [rank, *(axis for i in range(rank) for axis in (rank + 1 + i, i)), 2 * rank + 1]
    whole = [n * stride for n, stride in zip(shape[1:-1], strides, strict=True)]
    image = jnp.stack(parts).reshape(*strides, *shape).transpose(order).reshape(shape[0], *whole, shape[-1])
    return image[(slice(None), *map(slice, lengths))]
