"""Prints whether what a study adopts makes the loss on new rows better: `countermeasures.py --help`."""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from parts.machine import machine
from parts.sets import SETS, Measured, data_folder
from parts.table import print_table

import wellfit
from wellfit.data.dataset import Dataset
from wellfit.diagnosis import effect
from wellfit.engine.stop import Stop
from wellfit.recipes.recipe import Recipe
from wellfit.workflow.context import Context
from wellfit.workflow.gates.final import FinalGate

NAMES = ("imdb", "higgs", "adult", "auto_mpg")
SEEDS = range(100, 110)  # none that the study has used
PATIENCE = 20


def main() -> int:
    """Measure what was asked for; 1 where an adopted remedy makes the loss on new rows worse beyond noise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", metavar="NAMES", type=lambda text: text.split(","), default=NAMES)
    parser.add_argument("--budget", metavar="SECONDS", type=float, default=600.0, help="of each study (default 600)")
    parser.add_argument("--json", action="store_true", help="print everything as JSON and nothing else")
    asked, folder = parser.parse_args(), data_folder()
    if unknown := set(asked.only) - set(NAMES):
        parser.error(f"there is no {', '.join(sorted(unknown))}; expected some of {', '.join(NAMES)}")
    if folder is None:
        parser.error("there is no data folder; name one with $WELLFIT_DATA")
    rows = [_row(one, folder, asked.budget) for one in SETS if one.name in asked.only]
    if asked.json:
        print(json.dumps({"results": rows, "machine": machine()}, indent=1, ensure_ascii=False))
    else:
        head = ("set", "compared with", "adopted", "chosen", "change of the test loss", "95 % interval", "so")
        print_table(head, [_cells(row) for row in rows])
        print(f"{len(SEEDS)} new seeds of both, each at its best epoch on the validation rows; the test rows judge.")
    return int(any(row["low"] > 0 for row in rows if row["adopted"]))


def _row(measured: Measured, folder: Path, budget: float) -> dict[str, Any]:
    target = dict(zip(measured.options[::2], measured.options[1::2], strict=True))["--target"]
    test = None if measured.test is None else str(folder / measured.test)
    named = int(target) if target.isdigit() else target
    data = wellfit.read(str(folder / measured.file), target=named, test=test)
    with tempfile.TemporaryDirectory() as place, _seen() as contexts:
        study = wellfit.study(data, budget=budget, out=Path(place) / "study")
        adopted = [one for one in study.summary["effects"] if one["adopted"]]
    plain, chosen = contexts[0].plain, contexts[0].chosen or contexts[0].plain
    labels = [" ".join([one["remedy"], *map(str, one["parameters"].values())]) for one in adopted]
    row = {"set": measured.name, "plain": plain.network.description, "chosen": chosen.name, "adopted": labels}
    found = {"change": 0.0, "low": 0.0, "high": 0.0}
    if chosen != plain:
        found = _against(plain, chosen, data, contexts[0].plan.extent.epochs)
    print(f"{measured.name}: {', '.join(labels) or 'nothing helps'}", file=sys.stderr, flush=True)
    return {**row, **found}


@contextmanager
def _seen() -> Iterator[list[Context]]:
    """What the last gate of the studies inside is given: the recipes as they are, which a summary only describes."""
    seen, own = list[Context](), FinalGate.run

    def run(gate: FinalGate, context: Context) -> Any:
        seen.append(context)
        return own(gate, context)

    FinalGate.run = run  # type: ignore[method-assign]
    try:
        yield seen
    finally:
        FinalGate.run = own  # type: ignore[method-assign]


def _against(plain: Recipe, chosen: Recipe, data: Dataset, epochs: int) -> dict[str, float]:
    """The change of the loss on test rows, which have chosen neither recipe nor epoch."""
    splits = replace(data.splits, selection=data.splits.test)
    judged = replace(data, splits=splits)
    recipes = [replace(plain, name="compared with"), replace(chosen, name="chosen")]
    runs = wellfit.fit_many(recipes, judged, seeds=SEEDS, epochs=epochs, stop=Stop(patience=PATIENCE))
    found = effect(runs.best_rows("chosen"), runs.best_rows("compared with"))
    return {"change": found.change, "low": found.low, "high": found.high}


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    if not row["adopted"]:
        said = "nothing helps, and the study says so"
    elif row["high"] < 0:
        said = "better beyond noise"
    else:
        said = "WORSE beyond noise" if row["low"] > 0 else "not beyond noise"
    interval = f"{row['low']:+.4f} to {row['high']:+.4f}" if row["chosen"] != "plain" else "–"
    adopted = ", ".join(row["adopted"]) or "–"
    return (row["set"], row["plain"], adopted, row["chosen"], f"{row['change']:+.4f}", interval, said)


if __name__ == "__main__":
    sys.exit(main())
