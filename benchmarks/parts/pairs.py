"""An experiment measured in pairs: the loop and we take turns, each in a fresh process."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from parts.agreement import compare
from parts.experiments import AGAINST_TENSORFLOW, Experiment, Place
from parts.sides import Losses, Side, loop, ours

Tell = Callable[[str], None]
Rounds = dict[str, list[Side]]
ON_TENSORFLOW = "(TensorFlow)"


def measure(experiment: Experiment, where: Place, pairs: int, tell: Tell) -> dict[str, Any]:
    """The experiment's row; `why` says what kept it from being measured."""
    rounds: Rounds = {"loop": [], "cold": [], "warm": [], "tensorflow": [], "logits": []}
    try:
        if not (where.data / experiment.needs).exists():
            raise RuntimeError(f"{where.data / experiment.needs} is not there")
        for pair in range(pairs):
            _round(experiment, where, pair, rounds, tell)
    except RuntimeError as error:  # one experiment that fails does not cost what the others showed
        return not_measured(experiment.name, experiment.at_least, experiment.aim, str(error))
    return row(experiment, rounds)


def not_measured(name: str, at_least: float, aim: float, why: str) -> dict[str, Any]:
    """The row of an experiment that could not run."""
    last = why.strip().splitlines()[-1]
    row = {"experiment": name, "at_least": at_least, "aim": aim, "ratio": None, "ours": None, "reference": None}
    return {**row, "reached": False, "disagreeing": [], "why": last}


def _round(experiment: Experiment, where: Place, pair: int, rounds: Rounds, tell: Tell) -> None:
    """Both sides once, who begins in turn; the warm cache is the one that the cold run has left."""
    backends = ["jax"]
    if experiment.name in AGAINST_TENSORFLOW and where.tensorflow is not None:
        backends.append("tensorflow")

    def theirs() -> None:
        for backend in backends:
            key = "loop" if backend == "jax" else backend
            rounds[key].append(loop(experiment, where, pair, backend))
            tell(f"{experiment.name}, pair {pair + 1}: Keras on {backend} {rounds[key][-1].seconds:.2f} s")

    def own() -> None:
        with tempfile.TemporaryDirectory() as folder:
            for key in ("cold", "warm"):
                rounds[key].append(ours(experiment, where, pair, Path(folder)))
                tell(f"{experiment.name}, pair {pair + 1}: wellfit, {key} cache {rounds[key][-1].seconds:.2f} s")

    for side in (theirs, own) if pair % 2 == 0 else (own, theirs):
        side()
    if experiment.clipped and where.tensorflow is not None:  # for the losses alone, after the clock
        unclipped = replace(experiment, variants=experiment.clipped)
        rounds["logits"].append(loop(unclipped, where, pair, "tensorflow"))


def row(experiment: Experiment, rounds: Rounds) -> dict[str, Any]:
    """Medians, ratios and agreement of the losses."""
    timed = {key: sides for key, sides in rounds.items() if sides and key != "logits"}
    seconds = {key: median(side.seconds for side in sides) for key, sides in timed.items()}
    best = agreement(rounds, "best")
    ratio = seconds["loop"] / seconds["cold"]
    found = {
        "experiment": experiment.name,
        "at_least": experiment.at_least,
        "aim": experiment.aim,
        "ratio": ratio,
        "ratio_warm": seconds["loop"] / seconds["warm"],
        "ours": seconds["cold"],
        "ours_warm": seconds["warm"],
        "reference": seconds["loop"],
        "gigabytes": {key: max(side.gigabytes for side in sides) for key, sides in timed.items()},
        "pairs": {key: [side.seconds for side in sides] for key, sides in timed.items()},
        "where": {key: _spent(rounds[key]) for key in ("cold", "warm")},
        "losses": {"best": best, "last": agreement(rounds, "last")},
        "disagreeing": [name for name in best if not _agrees(name, best, experiment)],
        "why": None,
    }
    found |= _tensorflow(experiment.name, seconds)
    return {**found, "reached": ratio >= experiment.at_least and found.get("reached_tensorflow", True)}


def _agrees(name: str, losses: dict[str, dict[str, Any]], experiment: Experiment) -> bool:
    """Whether a network's losses agree; a clipped one's, whether they agree with Keras on TensorFlow."""
    known = losses.get(f"{name} {ON_TENSORFLOW}", losses[name]) if name in experiment.clipped else losses[name]
    return known["agree"] is not False


def _tensorflow(name: str, seconds: dict[str, float]) -> dict[str, Any]:
    """The comparison with Keras on TensorFlow, where one is asked for."""
    if name not in AGAINST_TENSORFLOW:
        return {}
    at_least, aim = AGAINST_TENSORFLOW[name]
    bounds = {"at_least_tensorflow": at_least, "aim_tensorflow": aim}
    if "tensorflow" not in seconds:
        why = "no environment with TensorFlow was named: --tensorflow PYTHON"
        return {**bounds, "ratio_tensorflow": None, "why_tensorflow": why, "reached_tensorflow": False}
    ratio = seconds["tensorflow"] / seconds["cold"]
    return {
        **bounds,
        "reference_tensorflow": seconds["tensorflow"],
        "ratio_tensorflow": ratio,
        "ratio_tensorflow_warm": seconds["tensorflow"] / seconds["warm"],
        "reached_tensorflow": ratio >= at_least,
    }


def _spent(sides: Sequence[Side]) -> dict[str, float]:
    """Where our seconds went, medians; compiling and training overlap where programs are compiled ahead."""
    return {
        "compiling": median(side.compiling for side in sides),
        "training": median(side.training for side in sides),
        "seconds": median(side.seconds for side in sides),
        "programs": sides[0].programs,
    }


def agreement(rounds: Rounds, which: str) -> dict[str, dict[str, Any]]:
    """Of each network, the losses over all pairs' seeds on both sides."""
    own, theirs, logits = (joined([side.losses for side in rounds[key]], which) for key in ("cold", "loop", "logits"))
    found = {name: compare(losses, theirs[name]).as_dict() for name, losses in own.items()}
    more = {f"{name} {ON_TENSORFLOW}": compare(own[name], losses).as_dict() for name, losses in logits.items()}
    return {**found, **more}


def joined(parts: Sequence[Losses], which: str) -> dict[str, list[float]]:
    """The seeds of all pairs, by network."""
    names = list(parts[0]) if parts else []
    return {name: [loss for part in parts for loss in part[name][which]] for name in names}
