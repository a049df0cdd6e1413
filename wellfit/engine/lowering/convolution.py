"""The rule for convolutions: brought into the form that the kernels know, whatever order the axes have."""

from collections.abc import Sequence
from typing import Any

import jax.numpy as jnp
from jax.extend.core import JaxprEqn
from jaxtyping import Array, Float

from wellfit.engine.lowering.correlation import correlated, sent_back
from wellfit.engine.lowering.depthwise import depthwise
from wellfit.engine.lowering.window import Window, padded


def convolution(equation: JaxprEqn, image: Array, kernel: Array) -> Any:
    """`conv_general_dilated`, except in groups of the batch, in other types than float32 and on more than 3 axes."""
    params = equation.params
    result: Any = equation.outvars[0].aval
    types = {array.dtype for array in (image, kernel, result)}
    if params["batch_group_count"] > 1 or types != {jnp.dtype("float32")} or not 3 <= image.ndim <= 5:
        return NotImplemented
    if 0 in (*image.shape, *kernel.shape, *result.shape):
        return NotImplemented
    image_axes, kernel_axes, result_axes = params["dimension_numbers"]
    x = image.transpose(image_axes[0], *image_axes[2:], image_axes[1])
    k = kernel.transpose(*kernel_axes[2:], kernel_axes[1], kernel_axes[0])
    window = Window(k.shape[:-2], params["window_strides"], params["rhs_dilation"])
    y = _spread(x, k, window, params) if max(params["lhs_dilation"]) > 1 else _plain(x, k, window, params)
    if y is NotImplemented:
        return NotImplemented
    back = (result_axes[0], *result_axes[2:], result_axes[1])
    return [y.transpose([back.index(axis) for axis in range(y.ndim)])]


def _plain(x: Array, kernel: Array, window: Window, params: dict[str, Any]) -> Array:
    x, groups = padded(x, params["padding"]), params["feature_group_count"]
    if groups == 1:
        return correlated(x, kernel, window)
    if kernel.shape[-2] == 1:
        per_channel = kernel.reshape(*window.taps, groups, -1)
        y = depthwise(x, per_channel, window)
        return y.reshape(*y.shape[:-2], -1)
    return _in_groups(x, kernel, window, groups)


def _in_groups(x: Array, kernel: Array, window: Window, groups: int) -> Array:
    """Each group of channels in a convolution of its own."""
    parts, kernels = jnp.split(x, groups, -1), jnp.split(kernel, groups, -1)
    return jnp.concatenate([correlated(a, b, window) for a, b in zip(parts, kernels, strict=True)], -1)


def _spread(x: Float[Array, "batch ... channels"], kernel: Array, window: Window, params: dict[str, Any]) -> Any:
    """A transposed convolution: zeros between the cells of the image, then a window with stride 1.

    It is the gradient of a convolution whose stride is the distance of the cells, with the taps in reverse: no
    zero is ever multiplied.
    """
    apart: Sequence[int] = params["lhs_dilation"]
    if params["feature_group_count"] > 1 or max(window.strides) > 1:
        return NotImplemented
    turned = jnp.swapaxes(jnp.flip(kernel, range(kernel.ndim - 2)), -1, -2)
    other = Window(window.taps, tuple(apart), window.dilations)
    reach = [(taps - 1) * dilation for taps, dilation in zip(window.taps, window.dilations, strict=True)]
    lengths = tuple((n - 1) * step + 1 + far for n, step, far in zip(x.shape[1:-1], apart, reach, strict=True))
    whole = sent_back(x, turned, other, lengths)
    return padded(whole, [(low - far, high - far) for (low, high), far in zip(params["padding"], reach, strict=True)])
