"""Calls that programs are compiled against before their kernels are there."""

import threading

import jax
import jax.numpy as jnp
import numba
import numpy as np
import pytest

from wellfit.engine.foreign import foreign
from wellfit.engine.sparse import frame as ffi
from wellfit.engine.sparse.machine import load_half, store_half


@numba.cfunc("int64(int64)")
def next_number(frame: int) -> int:
    to, of = ffi.load(ffi.result(frame, 0) + ffi.DATA), ffi.load(ffi.argument(frame, 0) + ffi.DATA)
    store_half(to, load_half(of) + 1)
    return 0


def called(name):
    return jax.jit(lambda x: jax.ffi.ffi_call(name, jax.ShapeDtypeStruct((1,), jnp.int32))(x))


def test_a_program_is_compiled_before_its_kernel_and_waits_for_it():
    gate = threading.Event()

    def kernel():
        gate.wait(20)
        return next_number

    made = foreign("test_late_kernel", kernel)
    program = called("test_late_kernel").lower(jnp.int32([6])).compile()
    assert not made.done()
    threading.Timer(0.05, gate.set).start()
    np.testing.assert_array_equal(program(jnp.int32([6])), [7])
    np.testing.assert_array_equal(program(jnp.int32([41])), [42])  # straight through


def test_a_kernel_that_cannot_be_made_is_an_error_of_the_call():
    def kernel():
        raise ValueError("no such instruction")

    made = foreign("test_broken_kernel", kernel)
    with pytest.raises(Exception, match="cannot be compiled: no such instruction"):
        jax.block_until_ready(called("test_broken_kernel")(jnp.int32([1])))
    assert isinstance(made.exception(), ValueError)
