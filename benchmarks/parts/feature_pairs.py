"""Features of images by wellfit and by Keras on TensorFlow, in pairs."""

import json
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from parts.experiments import AGAINST_TENSORFLOW, FEATURES, WEIGHTS, Place
from parts.pairs import Tell, not_measured
from parts.process import run
from parts.sides import caches

SCRIPT = Path(__file__).with_name("features.py")
IMAGES = "dogs_vs_cats/train"
# Of the largest feature: sums of float32 in another order.
TOLERANCE = 1e-3
WHICH = ("first", "again")


def measure_features(where: Place, pairs: int, tell: Tell) -> dict[str, Any]:
    """The row of the features; ratios are of the first call, with its compilation, and of the second."""
    at_least, aim = AGAINST_TENSORFLOW[FEATURES]
    try:
        return _measured(where, pairs, tell) | {"at_least": at_least, "aim": aim}
    except RuntimeError as error:
        return not_measured(FEATURES, at_least, aim, str(error))


def _measured(where: Place, pairs: int, tell: Tell) -> dict[str, Any]:
    for needed in (IMAGES, WEIGHTS):
        if not (where.data / needed).exists():
            raise RuntimeError(f"{where.data / needed} is not there")
    if where.tensorflow is None:
        raise RuntimeError("no environment with TensorFlow was named: --tensorflow PYTHON")
    rounds: dict[str, list[dict[str, Any]]] = {"loop": [], "cold": [], "warm": []}
    differences = []
    with tempfile.TemporaryDirectory() as name:
        for pair in range(pairs):
            _round(where, Path(name), pair, rounds)
            differences.append(_difference(Path(name)))
            said = ", ".join(f"{key} {sides[-1]['first']:.2f} s" for key, sides in rounds.items())
            tell(f"{FEATURES}, pair {pair + 1}: {said}")
    return _row(rounds, max(differences))


def _round(where: Place, folder: Path, pair: int, rounds: dict[str, list[dict[str, Any]]]) -> None:
    cache = caches(folder / f"cache-{pair}")
    sides = {
        "loop": (str(where.tensorflow), "keras", {"KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "3"}),
        "cold": (sys.executable, "wellfit", {**cache, "KERAS_BACKEND": "jax"}),
        "warm": (sys.executable, "wellfit", {**cache, "KERAS_BACKEND": "jax"}),
    }
    for key in ("loop", "cold", "warm") if pair % 2 == 0 else ("cold", "warm", "loop"):
        python, side, environment = sides[key]
        command = [python, str(SCRIPT), side, "--images", str(where.data / IMAGES)]
        command += ["--weights", str(where.data / WEIGHTS), "--out", str(folder / f"{key}.npy")]
        finished = run(command, environment)
        rounds[key].append(json.loads(finished.output.splitlines()[-1]) | {"gigabytes": finished.gigabytes})


def _difference(folder: Path) -> float:
    """Largest difference of a feature, as a share of the largest feature."""
    theirs, own = np.load(folder / "loop.npy"), np.load(folder / "cold.npy")
    return float(np.abs(theirs - own).max() / np.abs(theirs).max())


def _row(rounds: dict[str, list[dict[str, Any]]], difference: float) -> dict[str, Any]:
    first, again = ({key: median(side[which] for side in sides) for key, sides in rounds.items()} for which in WHICH)
    ratio = first["loop"] / first["cold"]
    return {
        "experiment": FEATURES,
        "ratio": ratio,
        "ratio_warm": first["loop"] / first["warm"],
        "ratio_again": again["loop"] / again["cold"],
        "ours": first["cold"],
        "ours_warm": first["warm"],
        "ours_again": again["cold"],
        "reference": first["loop"],
        "reference_again": again["loop"],
        "images": rounds["cold"][0]["images"],
        "gigabytes": {key: max(side["gigabytes"] for side in sides) for key, sides in rounds.items()},
        "pairs": {key: [side["first"] for side in sides] for key, sides in rounds.items()},
        "difference": difference,
        "disagreeing": [] if difference <= TOLERANCE else [FEATURES],
        "reached": ratio >= AGAINST_TENSORFLOW[FEATURES][0],
        "why": None,
    }
