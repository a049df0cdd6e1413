"""Convolutions of each channel for itself: shifted multiply-adds, which XLA fuses into one loop."""

from functools import partial

import jax
import jax.numpy as jnp
from jax import lax
from jaxtyping import Array, Float

from wellfit.engine.lowering.window import Phase, Window, gathered, padded


@partial(jax.custom_vjp, nondiff_argnums=(2,))
def depthwise(
    x: Float[Array, "batch ... channels"], kernel: Float[Array, "... channels multiplier"], window: Window
) -> Float[Array, "batch ... channels multiplier"]:
    """y[n, o, c, m] = sum over taps t of x[n, o * stride + t * dilation, c] * kernel[t, c, m].

    Its gradient is written out, since that of a strided view would be an image of zeros for each tap.
    """
    total: Array | None = None
    for place, view in zip(window.places(), window.views(x), strict=True):
        term = view[..., None] * kernel[place]
        total = term if total is None else total + term
    assert total is not None
    return total


def _forward(x: Array, kernel: Array, window: Window) -> tuple[Array, tuple[Array, Array]]:
    return depthwise(x, kernel, window), (x, kernel)


def _backward(window: Window, saved: tuple[Array, Array], slope: Array) -> tuple[Array, Array]:
    x, kernel = saved
    flat = slope.reshape(*slope.shape[:-2], -1)  # a last axis of length 1 would keep XLA from using vectors
    taps = _row_by_row(x, flat, window) if x.ndim > 3 else _tap_sums(x, flat, window)
    return _image_slope(flat, kernel, window, x.shape[1:-1]), taps.reshape(kernel.shape)


depthwise.defvjp(_forward, _backward)


def _tap_sums(x: Array, slope: Array, window: Window) -> Float[Array, "taps units"]:
    """The gradient of the kernel: for each tap the sum of what it saw times the gradient of the output."""
    times = slope.shape[-1] // x.shape[-1]
    axes = tuple(range(x.ndim - 1))
    return jnp.stack([jnp.sum(jnp.repeat(view, times, -1) * slope, axes) for view in window.views(x)])


def _row_by_row(x: Array, slope: Array, window: Window) -> Float[Array, "taps units"]:
    """The same, all taps for one row after another: a pass over the image for each tap takes five times as long."""
    rest = Window(*(axis[1:] for axis in window))

    def row_sums(row: Array | int) -> Array:
        places = [row * window.strides[0] + tap * window.dilations[0] for tap in range(window.taps[0])]
        seen = [lax.dynamic_index_in_dim(x, place, 1, keepdims=False) for place in places]
        mine = lax.dynamic_index_in_dim(slope, row, 1, keepdims=False)
        return jnp.concatenate([_tap_sums(cells, mine, rest) for cells in seen])

    rows = jnp.arange(1, slope.shape[1])
    return lax.scan(lambda total, row: (total + row_sums(row), None), row_sums(0), rows)[0]


def _image_slope(
    slope: Float[Array, "batch ... units"], kernel: Array, window: Window, lengths: tuple[int, ...]
) -> Float[Array, "batch ... channels"]:
    def sums(phase: Phase) -> Array:
        views = phase.window.views(padded(slope, phase.padding))
        terms = [
            jnp.sum(view.reshape(*view.shape[:-1], *kernel.shape[-2:]) * kernel[place], -1)
            for place, view in zip(phase.places(), views, strict=True)
        ]
        return sum(terms[1:], terms[0])

    return gathered(window, lengths, sums)
