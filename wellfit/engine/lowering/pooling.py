"""The rules for pooling: shifted views in place of XLA's windows, and a gradient without its search."""

from functools import partial, reduce
from typing import Any

import jax
import jax.numpy as jnp
from jax import lax
from jax.extend.core import JaxprEqn
from jaxtyping import Array, Float, UInt8

from wellfit.engine.lowering.window import Phase, Window, gathered, padded

# A place in a window is kept in a byte.
MOST_TAPS = 255


def max_pooling(equation: JaxprEqn, image: Array) -> Any:
    """`reduce_window_max` over the inner axes of [batch, …, channels]."""
    window = _window(equation, image)
    if window is None:
        return NotImplemented
    return [_highest(padded(image, equation.params["padding"][1:-1], -jnp.inf), window)]


def sum_pooling(equation: JaxprEqn, image: Array) -> Any:
    """`reduce_window_sum`, the larger half of an average, over the inner axes of [batch, …, channels]."""
    window = _window(equation, image)
    if window is None:
        return NotImplemented
    return [_sums(padded(image, equation.params["padding"][1:-1]), window)]


def _window(equation: JaxprEqn, image: Array) -> Window | None:
    """The window over the inner axes, where there is one and the rule is known to pay."""
    params = equation.params
    taps, strides, apart = (params[f"window_{name}"] for name in ("dimensions", "strides", "dilation"))
    outer = {steps[axis] for steps in (taps, strides, apart) for axis in (0, -1)} == {1}
    outer = outer and not any(map(any, (params["padding"][0], params["padding"][-1])))
    plain = image.dtype == jnp.float32 and image.ndim >= 3 and set(params["base_dilation"]) == {1}
    window = Window(taps[1:-1], strides[1:-1], apart[1:-1])
    empty = 0 in (*image.shape, *equation.outvars[0].aval.shape)  # type: ignore[attr-defined]
    few = len(list(window.places())) <= MOST_TAPS
    return window if outer and plain and few and not empty else None


@partial(jax.custom_vjp, nondiff_argnums=(1,))
def _highest(x: Float[Array, "batch ... channels"], window: Window) -> Float[Array, "batch ... channels"]:
    return reduce(lax.max, window.views(x))


def _highest_forward(x: Array, window: Window) -> tuple[Array, tuple[UInt8[Array, "..."], tuple[int, ...]]]:
    y = _highest(x, window)
    # The first of equals has the whole gradient, as with the native operation: after a relu many cells are 0.
    place = jnp.full(y.shape, len(list(window.places())) - 1, jnp.uint8)
    for number, view in reversed(list(enumerate(window.views(x)))):
        place = jnp.where(view == y, jnp.uint8(number), place)
    return y, (place, x.shape[1:-1])


def _highest_backward(window: Window, saved: tuple[UInt8[Array, "..."], tuple[int, ...]], slope: Array) -> tuple[Array]:
    place, lengths = saved
    if window.taps == window.strides and set(window.dilations) == {1}:
        return (_apart(place, slope, window, lengths),)
    numbers = {tap: number for number, tap in enumerate(window.places())}

    def sums(phase: Phase) -> Array:
        views = zip(
            phase.places(),
            phase.window.views(padded(slope, phase.padding)),
            phase.window.views(padded(place, phase.padding)),
            strict=True,
        )
        terms = [jnp.where(at == numbers[tap], value, 0) for tap, value, at in views]
        return sum(terms[1:], terms[0])

    return (gathered(window, lengths, sums),)


_highest.defvjp(_highest_forward, _highest_backward)


def _apart(place: Array, slope: Array, window: Window, lengths: tuple[int, ...]) -> Array:
    """Windows that do not overlap: each sends its gradient to one of its own cells, in one pass over the image."""
    taps, rank = window.taps, len(window.taps)
    grid = jnp.arange(len(list(window.places())), dtype=jnp.uint8).reshape(taps)
    within = grid.reshape([n for tap in taps for n in (1, tap)] + [1])
    shape = [slope.shape[0], *(n for length in slope.shape[1:-1] for n in (length, 1)), slope.shape[-1]]
    cells = jnp.where(place.reshape(shape) == within, slope.reshape(shape), 0)
    whole = [n * tap for n, tap in zip(slope.shape[1:-1], taps, strict=True)]
    image = cells.reshape(slope.shape[0], *whole, slope.shape[-1])
    return padded(image, [(0, lengths[axis] - whole[axis]) for axis in range(rank)])


@partial(jax.custom_vjp, nondiff_argnums=(1,))
def _sums(x: Float[Array, "batch ... channels"], window: Window) -> Float[Array, "batch ... channels"]:
    return reduce(jnp.add, window.views(x))


def _sums_forward(x: Array, window: Window) -> tuple[Array, tuple[int, ...]]:
    return _sums(x, window), x.shape[1:-1]


def _sums_backward(window: Window, lengths: tuple[int, ...], slope: Array) -> tuple[Array]:
    return (gathered(window, lengths, lambda phase: _sums(padded(slope, phase.padding), phase.window)),)


_sums.defvjp(_sums_forward, _sums_backward)
