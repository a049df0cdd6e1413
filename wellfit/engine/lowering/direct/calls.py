"""The foreign calls as JAX functions; Numba compiles a kernel beside what follows once its first call is traced."""

from functools import cache
from typing import Any

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, UInt32

from wellfit.engine.foreign import foreign
from wellfit.engine.lowering.window import Window

CORRELATE, WEIGH, BITS = "wellfit_correlate", "wellfit_weigh", "wellfit_random_bits"
# Parts that the gradient of a kernel is summed in, each by one thread.
PARTS = 8


def correlate(
    window: Window, x: Float[Array, "batch height width channels"], kernel: Float[Array, "tall wide channels units"]
) -> Float[Array, "batch rows columns units"]:
    """A convolution as networks mean it, without padding; `units` is a multiple of 4. On a CPU only."""
    _register(CORRELATE)
    shape = (x.shape[0], *window.positions(x.shape[1:3]), kernel.shape[3])
    out = jax.eval_shape(lambda: jnp.broadcast_to(jnp.sum(x[:0]) + jnp.sum(kernel[:0]), shape))
    return jax.ffi.ffi_call(CORRELATE, out, vmap_method="expand_dims")(_numbers(window), x, kernel)


def weigh(
    window: Window,
    x: Float[Array, "batch height width channels"],
    slope: Float[Array, "batch rows columns units"],
) -> Float[Array, "tall wide channels units"]:
    """The gradient of the kernel [*window.taps, channels, units]; `units` is a multiple of 4. On a CPU only."""
    _register(WEIGH)
    shape = (min(PARTS, slope.shape[0] * slope.shape[1]), *window.taps, x.shape[3], slope.shape[3])
    out = jax.eval_shape(lambda: jnp.broadcast_to(jnp.sum(x[:0]) + jnp.sum(slope[:0]), shape))
    parts = jax.ffi.ffi_call(WEIGH, out, vmap_method="expand_dims")(_numbers(window), x, slope)
    return jnp.sum(parts, axis=0)


def random_bits(key: UInt32[Array, "2"], count: int) -> UInt32[Array, " count"]:
    """The first `count` numbers that JAX draws with a threefry key, bit for bit. On a CPU only."""
    _register(BITS)
    out = jax.eval_shape(lambda: jnp.broadcast_to(key[0], (count,)))
    return jax.ffi.ffi_call(BITS, out, vmap_method="expand_dims")(key)


def _numbers(window: Window) -> Array:
    return jnp.array([*window.strides, *window.dilations], jnp.int32)


@cache
def _register(name: str) -> None:
    """Make a kernel known to XLA; each is only compiled where it is needed."""
    foreign(name, lambda: _kernel(name))


def _kernel(name: str) -> Any:
    if name == CORRELATE:
        from wellfit.engine.lowering.direct.correlate import correlate as kernel
    elif name == WEIGH:
        from wellfit.engine.lowering.direct.weigh import weigh as kernel
    else:
        from wellfit.engine.lowering.direct.threefry import bits as kernel
    return kernel
