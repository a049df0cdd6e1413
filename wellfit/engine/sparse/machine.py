"""What the kernels need below Numba's level: memory by address, an atomic counter, calls by address, vector sums."""

from collections.abc import Callable
from typing import Any, TypeVar

import numba
import numba.extending
from llvmlite import ir
from numba import types

Function = TypeVar("Function", bound=Callable[..., Any])

WORD, HALF, REAL = ir.IntType(64), ir.IntType(32), ir.FloatType()
# What only kernels call needs no ways in from Python or C: a fifth of the time to compile.
_INNER: dict[str, Any] = {"error_model": "numpy", "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def native(function: Function) -> Function:
    """A function of numbers and addresses that kernels call; it is compiled with the kernel."""
    compiled: Any = numba.njit(function, **_INNER)
    return compiled


def inlined(function: Function) -> Function:
    """A native function that becomes part of its one caller, where it would only be compiled twice."""
    compiled: Any = numba.njit(function, inline="always", **_INNER)
    return compiled


def handler(function: Callable[[int], int]) -> Any:
    """A foreign call's C function, `XLA_FFI_Error *(XLA_FFI_CallFrame *)`.

    Numba keeps it in `__pycache__` beside its file or, where that cannot be written, among the user's caches.
    """
    try:
        return numba.cfunc("int64(int64)", cache=True, error_model="numpy")(function)
    except RuntimeError:  # neither can be written: compiled anew in each process
        return numba.cfunc("int64(int64)", error_model="numpy")(function)


def intrinsic(definition: Callable[..., Any]) -> Callable[..., Any]:
    """A function that is written out as instructions, given by Numba's protocol: types to (signature, code)."""
    known: Any = numba.extending.intrinsic(definition)
    return known


def _at(builder: ir.IRBuilder, address: ir.Value, kind: ir.Type) -> ir.Value:
    return builder.inttoptr(address, kind.as_pointer())


def _reader(kind: ir.Type, number: Any) -> Callable[..., Any]:
    """An intrinsic for what is at an address; what has 32 bits becomes a signed number of 64."""

    @intrinsic
    def read(typing: Any, address: Any) -> Any:
        def code(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
            value = builder.load(_at(builder, arguments[0], kind))
            return builder.sext(value, WORD) if kind == HALF else value

        return number(types.int64), code

    return read


def _writer(kind: ir.Type, number: Any) -> Callable[..., Any]:
    """An intrinsic that writes a number to an address, or the low 32 of its 64 bits."""

    @intrinsic
    def write(typing: Any, address: Any, value: Any) -> Any:
        def code(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
            value = builder.trunc(arguments[1], HALF) if kind == HALF else arguments[1]
            builder.store(value, _at(builder, arguments[0], kind))
            return context.get_dummy_value()

        return types.none(types.int64, number), code

    return write


load, store = _reader(WORD, types.int64), _writer(WORD, types.int64)
load_half, store_half = _reader(HALF, types.int64), _writer(HALF, types.int64)
load_real, store_real = _reader(REAL, types.float32), _writer(REAL, types.float32)


@intrinsic
def add_atomically(typing: Any, address: Any, amount: Any) -> Any:
    """Add to the word at an address in one step that other threads see whole; returns what was there before."""

    def code(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        return builder.atomic_rmw("add", _at(builder, arguments[0], WORD), arguments[1], "seq_cst")

    return types.int64(types.int64, types.int64), code


@intrinsic
def load_atomically(typing: Any, address: Any) -> Any:
    """The word at an address as other threads left it."""

    def code(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        return builder.load_atomic(_at(builder, arguments[0], WORD), "seq_cst", 8)

    return types.int64(types.int64), code


@intrinsic
def call(typing: Any, function: Any, argument: Any) -> Any:
    """Call the C function at an address with one pointer; returns the pointer that it returns."""

    def code(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        function = _at(builder, arguments[0], ir.FunctionType(WORD, [WORD]))
        return builder.call(function, [arguments[1]])

    return types.int64(types.int64, types.int64), code


def address_of(task: Any) -> Callable[[], int]:
    """An intrinsic for the address of a native function as `int64_t (*)(void *)`.

    The C function is made within the caller's own module, so that nothing a cached module holds
    depends on where another one was loaded.
    """

    @intrinsic
    def address(typing: Any) -> Any:
        def code(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
            inner = types.int64(types.int64)
            compiled = context.compile_subroutine(builder, task.py_func, inner)
            name = builder.module.get_unique_name("task")
            function = ir.Function(builder.module, ir.FunctionType(WORD, [WORD]), name)
            function.linkage = "internal"
            body = ir.IRBuilder(function.append_basic_block())
            _, value = context.call_internal_no_propagate(body, compiled.fndesc, inner, function.args)
            body.ret(value)
            return builder.ptrtoint(function, WORD)

        return types.int64(), code

    return address
