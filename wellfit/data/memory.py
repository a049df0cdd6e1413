"""How much memory encoded rows may take before they are better left in files."""

import math
from pathlib import Path

import psutil

SHARE = 0.125  # of the machine's memory: the raw table is there too, and training copies the rows it uses
SPARE = 0.25  # of what is free at the moment
_LIMIT = Path("/sys/fs/cgroup/memory.max")


def room() -> int:
    """Bytes that encoded blocks may take in memory: a share of the machine, less where little is free."""
    memory = psutil.virtual_memory()
    return int(min(SHARE * min(memory.total, _container_limit()), SPARE * memory.available))


def _container_limit() -> float:
    """Bytes that this container may use."""
    if not _LIMIT.exists():
        return math.inf
    said = _LIMIT.read_text().strip()
    return float(said) if said.isdigit() else math.inf
