"""What is to be reached beside the data sets: controls whose answer is known, and short times."""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import polars as pl
from parts.process import WELLFIT, run
from parts.targets import Line

REPEATS = 5


def random_labels(data: Path | None, budget: str) -> list[Line]:
    """A table whose labels are drawn by lot: `no_signal`, in each of some studies."""
    kinds = []
    for seed in range(3):
        with tempfile.TemporaryDirectory() as place:
            chance = np.random.default_rng(seed)
            columns = {f"x{number}": chance.normal(size=1000) for number in range(10)}
            pl.DataFrame({**columns, "label": chance.integers(0, 2, 1000)}).write_csv(Path(place) / "chance.csv")
            options = (
                "--target",
                "label",
                "--seed",
                str(seed),
                "--budget",
                budget,
                "--out",
                f"{place}/study",
                "--json",
            )
            kinds.append(json.loads(run((*WELLFIT, "run", f"{place}/chance.csv", *options)).output)["verdict"]["kind"])
    met = set(kinds) == {"no_signal"}
    return [Line(what="random labels: verdict", target="no_signal", measured=", ".join(kinds), met=met)]


def large_rate(data: Path | None, budget: str) -> list[Line]:
    """MNIST, 784-512-10, learning rate 1.0: `stuck` or `diverged`. In a process of its own, as it needs much memory."""
    if data is None or not (data / "mnist").is_dir():
        return []
    script = Path(__file__).with_name("large_rate.py")
    kind = run((sys.executable, str(script), str(data / "mnist"))).output.strip()
    return [
        Line(
            what="MNIST 784-512-10, rate 1.0: verdict",
            target="stuck or diverged",
            measured=kind,
            met=kind in ("stuck", "diverged"),
        )
    ]


def start_up(data: Path | None, budget: str) -> list[Line]:
    """Median of some starts each: `wellfit --help`, and `import wellfit` as Python itself measures it."""
    shown = median(run((*WELLFIT, "--help")).seconds for _ in range(REPEATS))
    code = "import time; began = time.perf_counter(); import wellfit; print(time.perf_counter() - began)"
    brought = median(float(run((sys.executable, "-c", code)).output) for _ in range(REPEATS))
    return [
        Line(what="wellfit --help, seconds", target="≤ 0.5", measured=f"{shown:.2f}", met=shown <= 0.5),
        Line(what="import wellfit, seconds", target="≤ 0.2", measured=f"{brought:.3f}", met=brought <= 0.2),
    ]


def demo(data: Path | None, budget: str) -> list[Line]:
    """The run of `scripts/demo`, everything compiled anew."""
    with tempfile.TemporaryDirectory() as place:
        seconds = run((*WELLFIT, "run", "example:breast_cancer", "--out", f"{place}/study", "--quiet")).seconds
    return [Line(what="demo's run, seconds", target="≤ 30", measured=f"{seconds:.1f}", met=seconds <= 30)]


CHECKS: dict[str, Callable[[Path | None, str], list[Line]]] = {
    "random_labels": random_labels,
    "large_rate": large_rate,
    "start_up": start_up,
    "demo": demo,
}
