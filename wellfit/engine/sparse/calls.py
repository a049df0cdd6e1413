"""The foreign calls as JAX functions; Numba compiles the kernels once in a process, beside whatever else goes on.

What a call returns is told to JAX as what an ordinary operation on the same arguments would return,
so that under `shard_map` it varies over the same axes of the mesh.
"""

from functools import cache
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int32

from wellfit.engine.foreign import foreign

SUM, TRANSPOSE = "wellfit_segment_sum", "wellfit_batch_transpose"


class Segments(NamedTuple):
    """Weighted lists of row numbers: list i is numbers[starts[i]:stops[i]], with its weights; without, all are 1."""

    starts: Int32[Array, " segments"]
    stops: Int32[Array, " segments"]
    numbers: Int32[Array, " entries"]
    weights: Float[Array, " entries"] | None


def segment_sum(
    segments: Segments, table: Float[Array, "rows units"], *, ordered: bool
) -> Float[Array, "segments units"]:
    """For each list the sum of the table's rows in it, times their weights. On a CPU only.

    Args:
        segments: numbers of the table's rows.
        table: what to add up.
        ordered: whether each list begins where the one before it ends: the work is then shared out by entries.
    """
    compile_kernels()
    out = jax.eval_shape(lambda: segments.starts[:, None] + jnp.sum(table[:0], axis=0))
    arguments = [segments.starts, segments.stops, segments.numbers, table]
    if segments.weights is not None:
        arguments.append(segments.weights)
    return jax.ffi.ffi_call(SUM, out, vmap_method="expand_dims")(*arguments, ordered=np.int64(ordered))


def batch_transpose(segments: Segments, columns: int, bound: int) -> Segments:
    """The lists of which row numbers they hold, turned into the lists that hold each number. On a CPU only.

    Args:
        segments: row numbers from 0 to columns - 1.
        columns: how many numbers there are.
        bound: entries in all lists, at most.
    """
    compile_kernels()

    def of(length: int, like: Array) -> jax.ShapeDtypeStruct:
        return jax.eval_shape(lambda: jnp.broadcast_to(jnp.sum(like[:0]), (length,)))

    arguments = [segments.starts, segments.stops, segments.numbers]
    results = [of(columns, segments.starts), of(columns, segments.starts), of(bound, segments.starts)]
    if segments.weights is not None:
        arguments.append(segments.weights)
        results.append(of(bound, segments.weights))
    found = jax.ffi.ffi_call(TRANSPOSE, results, vmap_method="expand_dims")(*arguments)
    return Segments(found[0], found[1], found[2], found[3] if segments.weights is not None else None)


@cache
def compile_kernels() -> None:
    """Make the calls known to XLA, and begin to compile the kernels, or to load them, in a thread."""

    def kernel(name: str) -> Any:
        from wellfit.engine.sparse import kernels

        return getattr(kernels, name)

    foreign(SUM, lambda: kernel("segment_sum"))
    foreign(TRANSPOSE, lambda: kernel("batch_transpose"))
