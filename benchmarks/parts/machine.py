"""What the figures were measured on."""

import os
import platform
import shutil
import subprocess
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("wellfit", "keras", "jax", "numba", "numpy")


def machine() -> dict[str, str]:
    """Processor, cores, memory, versions and date, as text."""
    found = {"accelerator": accelerator} if (accelerator := _accelerator()) else {}
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return {
        **found,
        "processor": _processor(),
        "cores": str(len(os.sched_getaffinity(0)) if platform.system() == "Linux" else os.cpu_count()),
        "memory": f"{memory:.0f} GB",
        "system": platform.system(),
        "versions": ", ".join(f"{name} {_version(name)}" for name in ("python", *PACKAGES)),
        "date": date.today().isoformat(),
    }


def _accelerator() -> str:
    """What NVIDIA's driver calls its first GPU; empty where there is none."""
    told = shutil.which("nvidia-smi")
    if told is None:
        return ""
    asked = [told, "--query-gpu=name", "--format=csv,noheader"]
    names = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.splitlines()
    return names[0] if names else ""


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _version(name: str) -> str:
    if name == "python":
        return platform.python_version()
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
