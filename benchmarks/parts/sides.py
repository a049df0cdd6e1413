"""One run of each side of an experiment: seconds, memory, and validation losses."""

import json
import math
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from parts.experiments import Experiment, Place
from parts.process import Finished, run

SCRIPT = Path(__file__).with_name("family.py")
Losses = dict[str, dict[str, list[float]]]


@dataclass(frozen=True, kw_only=True)
class Side:
    """Seconds from the rows in memory to the trained family; `losses` by network as "best" and "last", a seed each.

    `compiling`, `training` and `programs` are known of our side alone.
    """

    seconds: float
    gigabytes: float
    losses: Losses
    compiling: float = 0.0
    training: float = 0.0
    programs: int = 0


def ours(experiment: Experiment, where: Place, pair: int, cache: Path) -> Side:
    """Our side with the compile cache in this folder: cold if it is empty, warm if a run before has filled it."""
    command = [sys.executable, str(SCRIPT), experiment.family, "--reference", str(where.reference)]
    command += ["--data", str(where.data), "--seeds", str(experiment.seeds), "--seed", str(pair * experiment.seeds)]
    command += _shared(experiment)
    # Keras would take another backend from a user's own configuration.
    finished = run(command, {**caches(cache), "KERAS_BACKEND": "jax"})
    told = json.loads(finished.output.splitlines()[-1])
    return Side(gigabytes=finished.gigabytes, **told)


def caches(folder: Path) -> dict[str, str]:
    """Where compiled programs are kept: ours, and the kernels that Numba compiles."""
    return {"WELLFIT_CACHE": str(folder / "programs"), "NUMBA_CACHE_DIR": str(folder / "kernels")}


def loop(experiment: Experiment, where: Place, pair: int, backend: str) -> Side:
    """The plain Keras loop, each of its processes after the other; seconds are summed, memory is the largest."""
    python = sys.executable if backend == "jax" else str(where.tensorflow)
    command = [python, str(where.reference), experiment.family, "--backend", backend, "--data", str(where.data)]
    command += _shared(experiment)
    first = pair * experiment.loops
    runs = [run([*command, "--seed", str(seed)]) for seed in range(first, first + experiment.loops)]
    closing = [json.loads(finished.output.splitlines()[-1]) for finished in runs]
    return Side(
        seconds=sum(line["total_seconds"] for line in closing),
        gigabytes=max(finished.gigabytes for finished in runs),
        losses=_losses(runs),
    )


def _shared(experiment: Experiment) -> list[str]:
    only = ["--only", ",".join(experiment.variants)] if experiment.variants else []
    return [*only, *(["--epochs", str(experiment.epochs)] if experiment.epochs else [])]


def _losses(runs: list[Finished]) -> Losses:
    found: Losses = defaultdict(lambda: {"best": [], "last": []})
    for finished in runs:
        for line in map(json.loads, finished.output.splitlines()[:-1]):
            history = line["history"]["val_loss"]
            name = "seed" if line["variant"].startswith("seed_") else line["variant"]
            # Python's min depends on where a NaN stands.
            finite = [loss for loss in history if math.isfinite(loss)]
            found[name]["best"].append(min(finite) if len(finite) < len(history) and finite else line["best_val_loss"])
            found[name]["last"].append(history[-1])
    return dict(found)
