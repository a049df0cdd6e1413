"""Kernels come from Numba's cache, where several processes may have put them."""

import subprocess
import sys

KERNEL = """
from wellfit.engine.sparse import pool
from wellfit.engine.sparse.machine import call, handler, inlined, load, store


@inlined
def chunk(frame: int, number: int) -> None:
{lines}


_task = pool.task(chunk)


@handler
def use(frame: int) -> int:
    state = pool.begin(frame, 1)
    call(_task(), state)
    pool.leave(state)
    return 0
"""
ASK = """
import ctypes, importlib, sys
for name in sys.argv[1:]:
    cells = (ctypes.c_int64 * 200)()
    importlib.import_module(name).use.ctypes(ctypes.addressof(cells))
    print(cells[0])
"""
# Enough of them that the compiler leaves the task a function of its own.
LINES = 200


def asked(folder, *kernels):
    """What each kernel writes, all in one process."""
    command = [sys.executable, "-c", ASK, *kernels]
    found = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    assert found.returncode == 0, found.stderr
    return [int(line) for line in found.stdout.split()]


def test_kernels_that_two_processes_compiled_do_not_run_each_others_task(tmp_path):
    for name, number in (("one", 1), ("two", 2)):
        lines = "\n".join(f"    store(frame + {8 * at}, load(frame + {8 * at}) + {number})" for at in range(LINES))
        (tmp_path / f"{name}.py").write_text(KERNEL.format(lines=lines))
        assert asked(tmp_path, name) == [number]
    assert len(list((tmp_path / "__pycache__").glob("*.nbc"))) == 2
    assert asked(tmp_path, "one", "two") == [1, 2]
