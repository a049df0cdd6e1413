"""What the machine can do at most, in a process of its own: prints operations and bytes a second as JSON."""

import json
import time
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

SIZES = (256, 512, 1024, 2048, 4096)
SECONDS = 0.7  # of each measurement; the best of its repeats counts
TRIAD_NUMBERS = 50_000_000  # three arrays of 200 MB: far beyond any cache


def main() -> None:
    """The best of NumPy and XLA over the sizes."""
    products = {size: product_rate(size) for size in SIZES}
    print(json.dumps({"operations": max(products.values()), "bytes": bandwidth(), "products": products}))


def product_rate(size: int) -> float:
    """Operations a second of float32 matrix products of this size."""
    chance = np.random.default_rng(0)
    a, b = (chance.standard_normal((size, size), np.float32) for _ in range(2))
    c = np.empty_like(a)
    on_device = jnp.asarray(a), jnp.asarray(b)
    multiply = jax.jit(jnp.matmul)
    fastest = min(best(lambda: np.matmul(a, b, out=c)), best(lambda: multiply(*on_device).block_until_ready()))
    return 2 * size**3 / fastest


def bandwidth() -> float:
    """Bytes a second of `a = b + 2 c` and of a copy, whichever is faster."""
    b, c = jnp.ones(TRIAD_NUMBERS, jnp.float32), jnp.ones(TRIAD_NUMBERS, jnp.float32)
    # Into a given array: a fresh one would have to be mapped page by page first.
    triad = jax.jit(lambda a, b, c: b + 2 * c, donate_argnums=0)
    place = [jnp.zeros(TRIAD_NUMBERS, jnp.float32)]

    def once() -> None:
        place[0] = triad(place[0], b, c).block_until_ready()

    source, copied = np.ones(TRIAD_NUMBERS, np.float32), np.ones(TRIAD_NUMBERS, np.float32)
    rates = (3 / best(once), 2 / best(lambda: np.copyto(copied, source)))
    return 4 * TRIAD_NUMBERS * max(rates)


def best(work: Callable[[], Any]) -> float:
    """Seconds of the fastest repeat, the first left out."""
    work()
    seconds: list[float] = []
    end = time.perf_counter() + SECONDS
    while not seconds or time.perf_counter() < end:
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return min(seconds)


if __name__ == "__main__":
    main()
