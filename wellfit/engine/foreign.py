"""Foreign calls that programs are compiled against while Numba still compiles the kernels behind them.

XLA wants the address of a call before it compiles a program. It gets that of a door: a few instructions that jump
to where a cell points. Until the kernel is there, the cell points to Python, which waits for it.
"""

import ctypes
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import cache
from typing import Any

import jax

from wellfit.engine.door import door

# `XLA_FFI_Error *(XLA_FFI_CallFrame *)`, pointers as numbers; offsets as in `door.py`.
Handler = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_int64)
_INTERNAL = 13  # XLA_FFI_Error_Code_INTERNAL
_doors: list[Any] = []  # machine code and cells that XLA holds the addresses of
_pending: list[Future[int]] = []


class _ErrorArguments(ctypes.Structure):
    """XLA_FFI_Error_Create_Args."""

    _fields_ = (
        ("size", ctypes.c_size_t),
        ("extension", ctypes.c_void_p),
        ("message", ctypes.c_char_p),
        ("code", ctypes.c_int),
    )


def foreign(name: str, kernel: Callable[[], Any]) -> Future[int]:
    """Make a call known to XLA for programs on a CPU; the address of its kernel comes later.

    Args:
        name: what programs call it; each once in a process.
        kernel: compiles or loads it: a `numba.cfunc`. Called in a thread that makes one kernel after another.
    """
    cell = ctypes.c_int64(0)

    def make() -> int:
        address = cell.value = int(kernel().address)
        return address

    first = Handler(lambda frame: _wait(made, frame))
    cell.value = ctypes.cast(first, ctypes.c_void_p).value or 0
    engine, address = door(ctypes.addressof(cell))
    _doors.append((engine, cell, first))
    made: Future[int] = _maker().submit(make)
    jax.ffi.register_ffi_target(name, jax.ffi.pycapsule(Handler(address)), platform="cpu")
    _pending.append(made)
    return made


def settle() -> None:
    """Wait for all kernels that are being made, so that what is timed next is not held up by them."""
    wait(_pending)


@cache
def _maker() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="kernels")


def _wait(made: Future[int], frame: int) -> int:
    """What a call does that comes before its kernel: nothing until that is there."""
    try:
        return int(Handler(made.result())(frame))
    except Exception as error:  # noqa: BLE001 - an exception would be lost between two languages
        return _error(frame, f"a kernel cannot be compiled: {error}")


def _error(frame: int, message: str) -> int:
    """An error as XLA wants it, made by XLA_FFI_Api.XLA_FFI_Error_Create."""
    api = ctypes.c_int64.from_address(frame + 16).value
    create = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.POINTER(_ErrorArguments))(
        ctypes.c_int64.from_address(api + 48).value
    )
    size = _ErrorArguments.code.offset + _ErrorArguments.code.size
    return int(create(ctypes.byref(_ErrorArguments(size, None, message.encode(), _INTERNAL))))
