"""Spreads the chunks of a call over XLA's own threads.

XLA's pool runs everything else of the program as well, so cores are never asked for more threads than they have.
A call's state lies in one block of memory: 64-bit words `next`, `done`, `holders`, `chunks` and `frame`.
Every thread takes the next chunk until there is none. XLA may run a task late, when the call has returned and
its frame is gone: the task then finds no chunk. Whoever lets go of the block last frees it.
"""

import sys
from collections.abc import Callable
from typing import Any

from numba import types
from numba.core.typing.templates import signature

from wellfit.engine.sparse.machine import add_atomically, address_of, call, load, load_atomically, native, store

WORDS = 11  # of a state; the last six hold the arguments of XLA's functions
SCRATCH = 40  # where those begin, in bytes

allocate: Any = types.ExternalFunction("malloc", signature(types.int64, types.int64))
free: Any = types.ExternalFunction("free", signature(types.none, types.int64))
# Lets a thread that waits for another's last chunk give up its core.
step_aside: Any = types.ExternalFunction(
    "SwitchToThread" if sys.platform == "win32" else "sched_yield", signature(types.int32)
)


@native
def begin(frame: int, chunks: int) -> int:
    """The state of a call that has these many chunks, held by the call and by its own thread among those that take."""
    state = allocate(8 * WORDS)
    store(state, 0)
    store(state + 8, 0)
    store(state + 16, 2)
    store(state + 24, chunks)
    store(state + 32, frame)
    return state


@native
def frame(state: int) -> int:
    """The call frame, which is there as long as a chunk is not done."""
    return load(state + 32)


@native
def take(state: int) -> int:
    """The next chunk, or -1."""
    chunk = add_atomically(state, 1)
    return chunk if chunk < load(state + 24) else -1


@native
def done(state: int) -> None:
    """A chunk has been finished."""
    add_atomically(state + 8, 1)


@native
def leave(state: int) -> None:
    """A thread needs the state no more."""
    if add_atomically(state + 16, -1) == 1:
        free(state)


def task(chunk: Callable[[int, int], None]) -> Callable[[], int]:
    """An intrinsic for the address of what every thread of a call does: take chunks until there is none, then leave.

    Args:
        chunk: the native function that does one, of the call frame and the number of the chunk.
    """

    def take_all(state: int) -> int:
        number = take(state)
        while number >= 0:
            chunk(frame(state), number)
            done(state)
            number = take(state)
        leave(state)
        return 0

    # Numba tells functions of one name apart by a count of this process: kernels from caches that two processes wrote
    # may have the same one, and the first that is loaded would then run for both.
    of: Any = chunk
    take_all.__qualname__ += f" of {of.py_func.__module__}.{of.py_func.__qualname__}"
    return address_of(native(take_all))


@native
def accepted(api: int, error: int) -> bool:
    """Whether XLA returned no error; one that it returned is given back, for there is a way without it."""
    if error == 0:
        return True
    words = allocate(24)
    store(words, 24)
    store(words + 8, 0)
    store(words + 16, error)
    call(load(api + 64), words)
    free(words)
    return False


@native
def invite(frame: int, state: int, task: int) -> None:
    """Ask XLA for a thread a core, at most one for each chunk but the first, to run the task."""
    api, context, words = load(frame + 16), load(frame + 24), state + SCRATCH
    store(words, 32)
    store(words + 8, 0)
    store(words + 16, context)
    store(words + 24, words + 32)
    store(words + 32, 1)
    if not accepted(api, call(load(api + 144), words)):
        return
    helpers = min(load(words + 32), load(state + 24)) - 1
    add_atomically(state + 16, max(helpers, 0))
    store(words, 40)
    store(words + 24, task)
    store(words + 32, state)
    for helper in range(helpers):
        if not accepted(api, call(load(api + 136), words)):
            add_atomically(state + 16, helper - helpers)
            return


@native
def run(frame: int, chunks: int, task: int, shared: bool) -> None:
    """Run a task in this thread and, if the work is to be shared, in others; return when all chunks are done.

    The task is an address that `task` made.
    """
    state = begin(frame, chunks)
    if shared:
        invite(frame, state, task)
    call(task, state)
    # Other threads may still be at the chunks that they took.
    while load_atomically(state + 8) < load(state + 24):
        step_aside()
    leave(state)
