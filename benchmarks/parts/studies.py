"""Studies of one data set, one a seed, and what they found as plain numbers."""

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from statistics import fmean
from typing import Any

import polars as pl
from parts.noise import accuracy_noise, difference
from parts.process import WELLFIT, run
from parts.sets import Measured

from wellfit.record import StudyRecord


def measure(chosen: Measured, data: Path, seeds: Iterable[int], budget: str) -> dict[str, Any]:
    """Run `wellfit run` once for each seed in a fresh process, and gather what the table shows."""
    found = [one_study(chosen, data, seed, budget) for seed in seeds]
    return {"name": chosen.name, "others": chosen.others, "studies": found, **_gathered(found)}


def one_study(chosen: Measured, data: Path, seed: int, budget: str) -> dict[str, Any]:
    """One study, seen through its summary; the curves of the plain network come from its record."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "study"
        own_test = () if chosen.test is None else ("--test", str(data / chosen.test))
        options = (*chosen.options, *own_test, "--seed", str(seed), "--budget", budget, "--out", str(out), "--json")
        done = run((*WELLFIT, "run", str(data / chosen.file), *options))
        summary = json.loads(done.output)
        lowest = _lowest_validation(StudyRecord.open(out), summary["verdict"]["recipe"])
    metric, rows = summary["task"]["metric"], summary["data"]["rows"]
    tests = {baseline["name"]: baseline["test"][metric] for baseline in summary["baselines"]}
    return {
        "seed": seed,
        "metric": metric,
        "verdict": summary["verdict"]["kind"],
        "plain": {recipe["name"]: recipe["description"] for recipe in summary["recipes"]}[summary["verdict"]["recipe"]],
        "onset": summary["verdict"]["onset_epoch"],
        "lowest_validation_loss": lowest,
        "chosen": summary["best"]["recipe"],
        "network": summary["best"]["test"][metric],
        **{name: tests[name] for name in ("constant", "linear", "boosting")},
        "test_rows": rows["test"],
        "test_share": rows["test"] / (rows["train"] + rows["validation"]),
        "seconds": done.seconds,
        "seconds_of_study": summary["seconds"],
        "gigabytes": done.gigabytes,
        "left_out": summary["left_out"],
    }


def _lowest_validation(record: StudyRecord, recipe: str) -> float:
    """Mean over seeds of each member's lowest validation loss, without penalties."""
    curves = record.curves.filter(recipe=recipe, control="none")
    lowest = curves.drop_nulls("validation_loss").group_by("gate", "seed").agg(loss=pl.col("validation_loss").min())
    return float(lowest["loss"].mean())


def _gathered(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Over the seeds: means, ranges, and the network against the linear baseline."""
    metric = found[0]["metric"]
    better = 1 if metric == "accuracy" else -1
    values = {name: [study[name] for study in found] for name in ("network", "linear", "boosting")}
    if len(found) == 1 and metric == "accuracy":
        against = accuracy_noise(values["network"][0], values["linear"][0], found[0]["test_rows"])
    else:
        against = difference(values["network"], values["linear"], share=found[0]["test_share"])
    worst, best = sorted(better * number for number in against[1:])
    return {
        "metric": metric,
        **{name: fmean(each) for name, each in values.items()},
        "range": [min(values["network"]), max(values["network"])],
        # Signed so that more than 0 favours the network, in accuracy and in MAE.
        "gain_over_linear": {"value": better * against[0], "low": worst, "high": best},
        "seconds": max(study["seconds"] for study in found),
        "gigabytes": max(study["gigabytes"] for study in found),
    }
