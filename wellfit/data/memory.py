"""How much memory something may take on this machine."""

import math
from pathlib import Path

import psutil

SHARE = 0.125  # of the machine's memory: the raw table is there too, and training copies the rows it uses
SPARE = 0.25  # of what is free at the moment
_LIMIT = Path("/sys/fs/cgroup/memory.max")


def room(share: float | None = None, spare: float = SPARE) -> int:
    """Bytes: a share of the machine or of the container, less where little is free; by default for encoded blocks."""
    share = SHARE if share is None else share
    memory = psutil.virtual_memory()
    return int(min(share * min(memory.total, container_limit(_LIMIT)), spare * memory.available))


def container_limit(path: Path) -> float:
    """Bytes that a container may use, as Linux says in this file; infinite where there is none or no limit."""
    if not path.exists():
        return math.inf
    said = path.read_text().strip()
    return float(said) if said.isdigit() else math.inf
