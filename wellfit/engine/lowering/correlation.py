"""Convolutions as networks mean them: the products of every window of an image with a kernel, without padding."""

from functools import partial

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from wellfit.engine.lowering.direct import calls
from wellfit.engine.lowering.window import Phase, Window, gathered, padded

# The kernels work on 4 channels of the output at a time.
LANES = 4


@partial(jax.custom_vjp, nondiff_argnums=(2,))
def correlated(
    x: Float[Array, "batch ... channels"], kernel: Float[Array, "... channels units"], window: Window
) -> Float[Array, "batch ... units"]:
    """y[n, o, u] = sum over taps t and channels c of x[n, o * stride + t * dilation, c] * kernel[t, c, u]."""
    if set(window.taps) == {1}:
        return next(window.views(x)) @ kernel.reshape(kernel.shape[-2:])
    spare = -kernel.shape[-1] % LANES
    wide = jnp.pad(kernel, [(0, 0)] * (kernel.ndim - 1) + [(0, spare)]) if spare else kernel
    y = _on_planes(x, wide, window)
    return y[..., : kernel.shape[-1]] if spare else y


def _forward(x: Array, kernel: Array, window: Window) -> tuple[Array, tuple[Array, Array]]:
    return correlated(x, kernel, window), (x, kernel)


def _backward(window: Window, saved: tuple[Array, Array], slope: Array) -> tuple[Array, Array]:
    x, kernel = saved
    return sent_back(slope, kernel, window, x.shape[1:-1]), kernel_slope(x, slope, window)


correlated.defvjp(_forward, _backward)


def sent_back(
    slope: Float[Array, "batch ... units"],
    kernel: Float[Array, "... channels units"],
    window: Window,
    lengths: tuple[int, ...],
) -> Float[Array, "batch ... channels"]:
    """The gradient of the image, of these spatial lengths; also what a transposed convolution computes."""

    def sums(phase: Phase) -> Array:
        places = tuple(jnp.array(axis) for axis in zip(*phase.places(), strict=True))
        taps = jnp.swapaxes(kernel[places], -1, -2).reshape(*phase.window.taps, kernel.shape[-1], kernel.shape[-2])
        return correlated(padded(slope, phase.padding), taps, phase.window)

    return gathered(window, lengths, sums)


@partial(jax.custom_vjp, nondiff_argnums=(2,))
def kernel_slope(
    x: Float[Array, "batch ... channels"], slope: Float[Array, "batch ... units"], window: Window
) -> Float[Array, "... channels units"]:
    """The gradient of the kernel, given that of the output."""
    if set(window.taps) == {1}:
        seen = next(window.views(x))
        product = jnp.einsum("pc,pu->cu", seen.reshape(-1, x.shape[-1]), slope.reshape(-1, slope.shape[-1]))
        return product.reshape(*window.taps, *product.shape)
    spare = -slope.shape[-1] % LANES
    wide = jnp.pad(slope, [(0, 0)] * (slope.ndim - 1) + [(0, spare)]) if spare else slope
    found = _weights_on_planes(x, wide, window)
    return found[..., : slope.shape[-1]] if spare else found


def _slope_forward(x: Array, slope: Array, window: Window) -> tuple[Array, tuple[Array, Array]]:
    return kernel_slope(x, slope, window), (x, slope)


def _slope_backward(window: Window, saved: tuple[Array, Array], change: Array) -> tuple[Array, Array]:
    x, slope = saved
    return sent_back(slope, change, window, x.shape[1:-1]), correlated(x, change, window)


kernel_slope.defvjp(_slope_forward, _slope_backward)


def _on_planes(x: Array, kernel: Array, window: Window) -> Array:
    """The kernels know two spatial axes: one is made two, and more are summed over the taps of the first."""
    if x.ndim == 4:
        return calls.correlate(window, x, kernel)
    if x.ndim == 3:
        return calls.correlate(_with_axis(window), x[:, None], kernel[None])[:, 0]
    inner, depths = _last_axes(window), _depths(window, x)
    positions = window.positions(x.shape[1:-1])
    total = sum(_on_planes(_flat(x[:, depth]), kernel[tap], inner) for tap, depth in enumerate(depths))
    return jnp.reshape(total, (x.shape[0], *positions, kernel.shape[-1]))


def _weights_on_planes(x: Array, slope: Array, window: Window) -> Array:
    if x.ndim == 4:
        return calls.weigh(window, x, slope)
    if x.ndim == 3:
        return calls.weigh(_with_axis(window), x[:, None], slope[:, None])[0]
    inner, depths = _last_axes(window), _depths(window, x)
    return jnp.stack([_weights_on_planes(_flat(x[:, depth]), _flat(slope), inner) for depth in depths])


def _with_axis(window: Window) -> Window:
    return Window(*((1, *axis) for axis in window))


def _last_axes(window: Window) -> Window:
    return Window(*(axis[1:] for axis in window))


def _depths(window: Window, x: Array) -> list[slice]:
    """For each tap of the first axis the planes that it sees."""
    count, stride = window.positions(x.shape[1:-1])[0], window.strides[0]
    starts = [tap * window.dilations[0] for tap in range(window.taps[0])]
    return [slice(start, start + (count - 1) * stride + 1, stride) for start in starts]


def _flat(x: Array) -> Array:
    """[batch, depth, …] as [batch * depth, …]."""
    return x.reshape(-1, *x.shape[2:])
