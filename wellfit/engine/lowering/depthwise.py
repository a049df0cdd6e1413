"""Convolutions of each channel for itself: shifted multiply-adds, which XLA fuses into one loop."""

from functools import partial

import jax
import jax.numpy as jnp
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
    axes = tuple(range(x.ndim - 1))
    taps = [jnp.sum(view[..., None] * slope, axes) for view in window.views(x)]
    return _image_slope(slope, kernel, window, x.shape[1:-1]), jnp.stack(taps).reshape(kernel.shape)


depthwise.defvjp(_forward, _backward)


def _image_slope(slope: Array, kernel: Array, window: Window, lengths: tuple[int, ...]) -> Array:
    def sums(phase: Phase) -> Array:
        flat = slope.reshape(*slope.shape[:-2], -1)
        views = phase.window.views(padded(flat, phase.padding))
        terms = [
            jnp.sum(view.reshape(*view.shape[:-1], *slope.shape[-2:]) * kernel[place], -1)
            for place, view in zip(phase.places(), views, strict=True)
        ]
        return sum(terms[1:], terms[0])

    return gathered(window, lengths, sums)
