"""Spreads the chunks of a call over XLA's own threads.

XLA's pool runs everything else of the program as well, so cores are never asked for more threads than they have.
A call's state lies in one block of memory: 64-bit words `next`, `done`, `holders`, `chunks`, then the kernel's own.
Every thread takes the next chunk until there is none. XLA may run a task late, when all is done: it then finds no
chunk. Whoever lets go of the block last frees it.
"""

import sys
from typing import Any

from numba import types
from numba.core.typing.templates import signature

from wellfit.engine.sparse.machine import add_atomically, call, load, load_atomically, native, store

OWN = 32  # where the kernel's words begin, in bytes
WORDS = 24  # of a state, in all; the last ones hold the arguments of XLA's functions
_SCRATCH = 8 * (WORDS - 6)

allocate: Any = types.ExternalFunction("malloc", signature(types.int64, types.int64))
free: Any = types.ExternalFunction("free", signature(types.none, types.int64))
# Lets a thread that waits for another's last chunk give up its core.
step_aside: Any = types.ExternalFunction(
    "SwitchToThread" if sys.platform == "win32" else "sched_yield", signature(types.int32)
)


@native
def begin(chunks: int) -> int:
    """The state of a call that has these many chunks."""
    state = allocate(8 * WORDS)
    store(state, 0)
    store(state + 8, 0)
    store(state + 16, 1)
    store(state + 24, chunks)
    return state


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


@native
def invite(frame: int, state: int, task: int) -> None:
    """Ask XLA for a thread a core, at most one for each chunk but the first, to run the task."""
    api, context, words = load(frame + 16), load(frame + 24), state + _SCRATCH
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
def wait(state: int) -> None:
    """Until the chunks that other threads took are finished."""
    while load_atomically(state + 8) < load(state + 24):
        step_aside()
