"""Reads a call frame of XLA's typed foreign calls; its question about versions is answered in `engine/door.py`.

Offsets are those of `xla/ffi/api/c_api.h` as shipped with jaxlib, version 0.3, in bytes. Every struct begins
with its size and a pointer to its extensions.
"""

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types

from wellfit.engine.sparse.machine import WORD, intrinsic, load, native

DATA = 24  # XLA_FFI_Buffer.data


@native
def count(frame: int) -> int:
    """How many arguments there are: XLA_FFI_CallFrame.args.size."""
    return load(frame + 56)


def _listed(offset: int) -> Callable[[int, int], int]:
    """An intrinsic for one of the pointers in the list that the frame has at an offset.

    Not a native function: Numba would compile one for each number that it is called with.
    """

    @intrinsic
    def pointer(typing: Any, frame: Any, number: Any) -> Any:
        def code(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
            frame, number = arguments
            place = builder.inttoptr(builder.add(frame, WORD(offset)), WORD.as_pointer())
            entry = builder.add(builder.load(place), builder.mul(number, WORD(8)))
            return builder.load(builder.inttoptr(entry, WORD.as_pointer()))

        return types.int64(types.int64, types.int64), code

    return pointer


argument = _listed(72)  # XLA_FFI_Buffer of an argument: XLA_FFI_CallFrame.args.args
result = _listed(112)  # and of a result: XLA_FFI_CallFrame.rets.rets


@native
def attribute(frame: int) -> int:
    """The value of the first attribute, a 64-bit number: XLA_FFI_CallFrame.attrs.attrs[0].value."""
    return load(load(load(load(frame + 160)) + 8))


@native
def rank(buffer: int) -> int:
    """Number of axes."""
    return load(buffer + 32)


@native
def size(buffer: int, axis: int) -> int:
    """Length of an axis."""
    return load(load(buffer + 40) + 8 * axis)


@native
def jobs(whole: int, lead: int) -> int:
    """How many products a batched call stands for: the lengths of a result's first `lead` axes, multiplied."""
    total = 1
    for axis in range(lead):
        total *= size(whole, axis)
    return total


@native
def place(buffer: int, whole: int, lead: int, job: int) -> int:
    """Address of what a job uses of a buffer whose first `lead` axes have the lengths of `whole`'s, or 1.

    Elements have 4 bytes.
    """
    step, position = 4, 0
    for axis in range(lead, rank(buffer)):
        step *= size(buffer, axis)
    for axis in range(lead - 1, -1, -1):
        length = size(whole, axis)
        if size(buffer, axis) > 1:
            position += step * (job % length)
            step *= length
        job //= length
    return load(buffer + DATA) + position
