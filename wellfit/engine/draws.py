"""Starting values drawn by NumPy: the numbers that Keras draws on JAX, without compiling a program for each shape."""

import math
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import jax
import numpy as np
from jaxtyping import Float, UInt32

from wellfit.backend import keras

T = TypeVar("T")
# Salmon et al. (2011), "Parallel random numbers: as easy as 1, 2, 3": threefry 2 × 32 with 20 rounds.
ROTATIONS = ((13, 15, 26, 6), (17, 29, 16, 24))
PARITY = np.uint32(0x1BD11BDA)
BLOCK = 1 << 15  # numbers at a time: they stay in the second cache
MOST = 1 << 20  # beyond, a compiled program has drawn them sooner than NumPy


def built(make: Callable[[], T], variables: Callable[[T], Iterable[keras.Variable]]) -> T:
    """What `make` makes, the starts of its variables drawn by NumPy where it can.

    Nothing in `make` may give a variable a value: within it, none has one yet.
    """
    with keras.StatelessScope():  # variables get their values at its end
        made = make()
        for variable in variables(made):
            if variable._initializer is not None:
                variable._initializer = _quick(variable._initializer)
    return made


def drawn(initializer: Any, shape: tuple[int, ...]) -> Float[np.ndarray, "..."] | None:
    """What a seeded Keras initializer gives for a float32 variable of this shape; None where NumPy cannot draw it."""
    bounds = _bounds(initializer, shape)
    return None if bounds is None else uniform(bounds[2], shape, *bounds[:2])


def uniform(seed: int, shape: tuple[int, ...], low: float, high: float) -> Float[np.ndarray, "..."]:
    """As `jax.random.uniform` with the key that Keras makes of a whole number."""
    if math.prod(shape) > MOST:
        return np.asarray(jax.random.uniform(np.array([seed, 0], np.uint32), shape, np.float32, low, high))
    mantissas = (bits(np.uint32(seed), np.uint32(0), math.prod(shape)) >> np.uint32(9)) | np.uint32(0x3F800000)
    least, most = np.float32(low), np.float32(high)
    # XLA multiplies and adds in one step, which rounds once; float64 holds the product whole.
    numbers = (mantissas.view(np.float32) - np.float32(1)).astype(np.float64) * (most - least) + least
    return np.maximum(least, numbers.astype(np.float32)).reshape(shape)


def bits(first: np.uint32, second: np.uint32, count: int) -> UInt32[np.ndarray, " count"]:
    """The first `count` numbers of a threefry key's two halves, below 2**32 of them, as JAX counts them."""
    found = np.empty(count, np.uint32)
    for begin in range(0, count, BLOCK):
        numbers = np.arange(begin, min(begin + BLOCK, count), dtype=np.uint32)
        found[begin : begin + BLOCK] = _block(first, second, numbers)
    return found


def _block(first: np.uint32, second: np.uint32, y: UInt32[np.ndarray, " count"]) -> UInt32[np.ndarray, " count"]:
    keys = (first, second, first ^ second ^ PARITY)
    x = np.full_like(y, first)
    y += second
    for group in range(5):
        for rotation in ROTATIONS[group % 2]:
            x += y
            turned = y << np.uint32(rotation)
            y >>= np.uint32(32 - rotation)
            y |= turned
            y ^= x
        x += keys[(group + 1) % 3]
        y += np.uint32((int(keys[(group + 2) % 3]) + group + 1) % 2**32)
    return x ^ y


def _quick(initializer: Callable[..., Any]) -> Callable[..., Any]:
    """The same initializer, with NumPy's numbers where there are some."""
    constant = {keras.initializers.Zeros: 0.0, keras.initializers.Ones: 1.0}.get(type(initializer))

    def start(shape: tuple[int, ...], dtype: Any = None) -> Any:
        if dtype not in (None, "float32"):
            return initializer(shape, dtype=dtype)
        found = drawn(initializer, tuple(shape)) if constant is None else np.full(shape, constant, np.float32)
        return initializer(shape, dtype=dtype) if found is None else jax.device_put(found)

    return start


def _bounds(initializer: Any, shape: tuple[int, ...]) -> tuple[float, float, int] | None:
    """Between which numbers a seeded uniform initializer draws, and its seed."""
    if not isinstance(getattr(initializer, "seed", None), int):
        return None
    if type(initializer) is keras.initializers.GlorotUniform and len(shape) > 1:
        # Glorot and Bengio (2010), equation 16; written as Keras computes it, for the same last bit.
        field = math.prod(shape[:-2])
        scale = 1.0 / max(1.0, (field * shape[-2] + field * shape[-1]) / 2.0)
        limit = math.sqrt(3.0 * scale)
        return -limit, limit, initializer.seed
    if type(initializer) is keras.initializers.RandomUniform:
        return initializer.minval, initializer.maxval, initializer.seed
    return None
