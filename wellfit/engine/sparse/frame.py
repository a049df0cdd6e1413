"""Reads a call frame of XLA's typed foreign calls, and answers its question about versions.

Offsets are those of `xla/ffi/api/c_api.h` as shipped with jaxlib, version 0.3, in bytes. Every struct begins
with its size and a pointer to its extensions.
"""

from wellfit.engine.sparse.machine import load, load_half, native, store_half

# The last version whose structs were read; older ones have the same layout as far as it is used here.
MINOR_VERSION = 3
METADATA_REQUEST = 1


@native
def is_question(frame: int) -> bool:
    """Whether XLA asks for the handler's metadata instead of calling it: XLA_FFI_CallFrame.extension_start."""
    extension = load(frame + 8)
    return extension != 0 and load_half(extension + 8) == METADATA_REQUEST


@native
def answer(frame: int) -> None:
    """Fill in XLA_FFI_Metadata: version 0.3, or the running one where that is older, and no traits."""
    api, metadata = load(frame + 16), load(load(frame + 8) + 24)
    minor = min(MINOR_VERSION, load_half(api + 36)) if api != 0 else MINOR_VERSION
    store_half(metadata + 24, 0)
    store_half(metadata + 28, minor)
    store_half(metadata + 32, 0)


@native
def count(frame: int) -> int:
    """How many arguments there are: XLA_FFI_CallFrame.args.size."""
    return load(frame + 56)


@native
def argument(frame: int, number: int) -> int:
    """An argument's XLA_FFI_Buffer."""
    return load(load(frame + 72) + 8 * number)


@native
def result(frame: int, number: int) -> int:
    """A result's XLA_FFI_Buffer."""
    return load(load(frame + 112) + 8 * number)


@native
def rank(buffer: int) -> int:
    """Number of axes."""
    return load(buffer + 32)


@native
def size(buffer: int, axis: int) -> int:
    """Length of an axis."""
    return load(load(buffer + 40) + 8 * axis)


@native
def last(buffer: int) -> int:
    """Length of the last axis."""
    return size(buffer, rank(buffer) - 1)


@native
def jobs(buffer: int, own: int) -> int:
    """How many products a batched call stands for: the lengths of all axes before the last `own`, multiplied."""
    total = 1
    for axis in range(rank(buffer) - own):
        total *= size(buffer, axis)
    return total


@native
def place(buffer: int, own: int, whole: int, whole_own: int, job: int) -> int:
    """Address of what a job uses of a buffer whose axes before the last `own` have the length of `whole`'s, or 1.

    Elements have 4 bytes.
    """
    lead, step, position = rank(whole) - whole_own, 4, 0
    for axis in range(rank(buffer) - own, rank(buffer)):
        step *= size(buffer, axis)
    for axis in range(lead - 1, -1, -1):
        length = size(whole, axis)
        if size(buffer, axis) > 1:
            position += step * (job % length)
            step *= length
        job //= length
    return load(buffer + 24) + position
