"""Commands in processes of their own, with the seconds and the memory that they took."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

WELLFIT = (sys.executable, "-m", "wellfit")


@dataclass(frozen=True, kw_only=True)
class Finished:
    """How a command ended: what it printed, its wall time, and the most memory it held."""

    output: str
    seconds: float
    gigabytes: float


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Finished:
    """Run a command without a compile cache from earlier runs, `environment` added to the surroundings.

    Raises RuntimeError with what it said if it fails.
    """
    around = {name: value for name, value in os.environ.items() if name != "JAX_COMPILATION_CACHE_DIR"}
    around |= environment or {}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=said, env=around, cwd=Path.cwd())
        # wait4 and not wait: it tells this one child's peak memory, whatever others did before.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0), said.seek(0)
        if process.returncode:
            message = said.read().decode(errors="replace").strip()
            raise RuntimeError(f"{' '.join(command)} ended with exit code {process.returncode}: {message}")
        output = out.read().decode()
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes there, in KiB elsewhere
    return Finished(output=output, seconds=seconds, gigabytes=usage.ru_maxrss * unit / 1e9)
