"""Devices as places for members: the cores of a CPU, or the accelerators there are."""

import math
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import jax
import joblib
import numpy as np
from jax.sharding import Mesh, NamedSharding, PartitionSpec

AXIS = "members"
# Leading axes of members are [streams, recipes]: either may be dealt out.
STREAMS, RECIPES, EVERYWHERE = PartitionSpec(AXIS), PartitionSpec(None, AXIS), PartitionSpec()


def make_cores_devices() -> None:
    """Let each core of the CPU be a JAX device; without effect once JAX has started."""
    try:
        jax.config.update("jax_num_cpu_devices", joblib.cpu_count())
    except RuntimeError:
        return  # whoever started JAX chose already


def count() -> int:
    """Devices that members can be dealt out to."""
    return len(jax.devices())


@cache
def mesh(devices: int) -> Mesh:
    """The first devices in a row."""
    return Mesh(np.array(jax.devices()[:devices]), (AXIS,))


def place(tree: Any, devices: int, spec: PartitionSpec) -> Any:
    """The arrays of a tree, laid over the devices."""
    if devices == 1:
        return jax.tree.map(_placed, tree)
    return jax.device_put(tree, NamedSharding(mesh(devices), spec))


def _placed(leaf: Any) -> jax.Array:
    """An array as it is; of NumPy's a copy, for which `jax.numpy.asarray` would compile a program for each shape."""
    return leaf if isinstance(leaf, jax.Array) else jax.device_put(leaf, may_alias=False)


def axis_for(devices: int, streams: int, recipes: Sequence[int]) -> PartitionSpec:
    """The axis to deal out: the one that leaves fewer places without a member of their own.

    Groups of recipes share their streams, so where there are several groups it is the streams.

    >>> axis_for(2, streams=5, recipes=[4]) == RECIPES, axis_for(2, streams=8, recipes=[3]) == STREAMS
    (True, True)
    """
    if len(recipes) > 1 or devices == 1:
        return STREAMS
    return RECIPES if idle(devices, recipes[0]) < idle(devices, streams) else STREAMS


def idle(devices: int, members: int) -> float:
    """Part of the devices' time that is lost when so many members of equal cost are dealt out.

    >>> idle(2, 5)
    0.1666...
    """
    return 1 - members / (devices * math.ceil(members / devices))


def over_devices(function: Callable[..., Any], devices: int, axis: PartitionSpec) -> Callable[..., Any]:
    """A chunk's function (rows, held-out rows, schedule, hyper, members), each device with its own members."""
    if devices == 1:
        return function
    schedule, measures = (STREAMS, STREAMS) if axis == STREAMS else (EVERYWHERE, PartitionSpec(None, None, AXIS))
    return jax.shard_map(
        function,
        mesh=mesh(devices),
        in_specs=(EVERYWHERE, EVERYWHERE, schedule, axis, axis),
        out_specs=(axis, measures, measures),
        check_vma=False,  # members have nothing to tell each other: no sum over devices that could be forgotten
    )
