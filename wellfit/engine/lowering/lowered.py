"""The transformation: trace a function once for each signature, then evaluate the trace with rules."""

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import numpy as np
from jax.extend.core import ClosedJaxpr

from wellfit.engine.lowering.evaluate import evaluate
from wellfit.engine.lowering.rules import rules_for
from wellfit.engine.lowering.standin import is_standin


class _Traced(NamedTuple):
    program: ClosedJaxpr
    outputs: Any  # the tree of the outputs


def lowered(function: Callable[..., Any], *, platform: str | None = None) -> Callable[..., Any]:
    """The same function with convolutions, pooling and products of stand-ins computed in the fastest way.

    The result is differentiated, batched with `vmap`, scanned and compiled like the original. The
    original is traced once for each signature of its arguments, so it must depend on nothing that
    changes: what it closes over is part of the trace.

    Args:
        function: takes and returns trees of arrays, by position; a leaf of its arguments may be a
            `StandIn`, which it sees as an array of that shape.
        platform: whose rules apply, "cpu", "gpu" or "tpu"; the default backend's without it.

    >>> import jax, jax.numpy as jnp
    >>> smooth = lowered(lambda x: jax.lax.conv(x, jnp.full((1, 1, 2), 0.5), (1,), "VALID"), platform="cpu")
    >>> smooth(jnp.arange(4.0).reshape(1, 1, 4)).tolist()
    [[[0.5, 1.5, 2.5]]]
    """
    traces: dict[Any, _Traced] = {}

    def call(*arguments: Any) -> Any:
        leaves, tree = jax.tree.flatten(arguments, is_leaf=is_standin)
        key = (tree, tuple(_signature(leaf) for leaf in leaves))
        traced = traces.get(key) or _trace(function, leaves, tree)
        if not any(isinstance(constant, jax.core.Tracer) for constant in traced.program.consts):
            traces[key] = traced  # a trace that holds values of an outer trace serves this call alone
        rules = rules_for(platform or jax.default_backend())
        return jax.tree.unflatten(traced.outputs, evaluate(traced.program, leaves, rules))

    return call


def _signature(leaf: Any) -> Any:
    return (leaf.shape, np.dtype(leaf.dtype)) if is_standin(leaf) else jax.typeof(leaf)


def _trace(function: Callable[..., Any], leaves: list[Any], tree: Any) -> _Traced:
    outputs: list[Any] = []

    def flat(*values: Any) -> list[Any]:
        found, shape = jax.tree.flatten(function(*jax.tree.unflatten(tree, values)))
        outputs.append(shape)
        return found

    seen = [jax.ShapeDtypeStruct(leaf.shape, leaf.dtype) if is_standin(leaf) else leaf for leaf in leaves]
    return _Traced(jax.make_jaxpr(flat)(*seen), outputs[0])
