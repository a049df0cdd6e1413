"""Prints how much faster many members train together on a GPU than a Keras loop: `accelerator.py --help`."""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from parts.experiments import Experiment, Place, place
from parts.machine import machine
from parts.sides import Side, loop, ours
from parts.table import print_table

MEMBERS = 64
# The networks of the loop whose 64 seeds are trained; `loops` of them are measured one by one, and counted up to 64.
NETWORKS = (
    Experiment(
        name="MNIST 784-512-10",
        family="mnist",
        variants=("rate_0.01",),
        seeds=MEMBERS,
        loops=3,
        at_least=1,
        aim=30,
        needs="mnist/train-images-idx3-ubyte.gz",
    ),
    Experiment(
        name="MNIST 784-96-96-10",
        family="mnist",
        variants=("96_96",),
        seeds=MEMBERS,
        loops=3,
        at_least=1,
        aim=30,
        needs="mnist/train-images-idx3-ubyte.gz",
    ),
    Experiment(
        name="convnet 150×150",
        family="dogs_vs_cats",
        variants=("plain",),
        epochs=3,
        seeds=MEMBERS,
        loops=3,
        at_least=1,
        aim=30,
        needs="dogs_vs_cats/validation",
    ),
)


def main() -> int:
    """Measure what was asked for; 1 where something could not run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reference", metavar="FILE", type=Path, help="the plain Keras loop's script")
    parser.add_argument("--data", metavar="DIR", type=Path, help="the data folder (default $WELLFIT_DATA)")
    parser.add_argument("--family", choices=("mnist", "dogs_vs_cats"), help="only the networks of this family")
    parser.add_argument("--json", action="store_true", help="print everything as JSON and nothing else")
    asked = parser.parse_args()
    try:
        where = place(asked.reference, asked.data, None)
    except FileNotFoundError as error:
        parser.error(str(error))
    rows = [_row(network, where) for network in NETWORKS if asked.family in (None, network.family)]
    if asked.json:
        print(json.dumps({"results": rows, "machine": machine()}, indent=1, ensure_ascii=False))
    else:
        _print(rows)
    return int(any(row["why"] for row in rows))


def _row(network: Experiment, where: Place) -> dict[str, Any]:
    row: dict[str, Any] = {"network": network.name, "members": MEMBERS, "aim": network.aim, "why": None}
    try:
        with tempfile.TemporaryDirectory() as folder:
            cold, warm = (ours(network, where, 0, Path(folder)) for _ in range(2))
        alone = loop(network, where, 0, "jax")
    except RuntimeError as error:  # one network that fails does not cost what the others showed
        return {**row, "why": str(error).strip().splitlines()[-1]}
    reference = alone.seconds / network.loops * MEMBERS
    row |= {"reference_one": alone.seconds / network.loops, "reference": reference, "best": _best(network, cold, alone)}
    for name, side in (("cold", cold), ("warm", warm)):
        row |= {name: side.seconds, f"ratio_{name}": reference / side.seconds, f"training_{name}": side.training}
    print(f"{network.name}: {row['ratio_warm']:.1f} times", file=sys.stderr, flush=True)
    return row


def _best(network: Experiment, own: Side, theirs: Side) -> dict[str, list[float]]:
    """Lowest validation losses: ours of all members, the loop's of those that were trained."""
    name = network.variants[0]
    return {"ours": own.losses[name]["best"], "reference": theirs.losses[name]["best"]}


def _print(rows: list[dict[str, Any]]) -> None:
    print(". ".join(f"{name.capitalize()}: {value}" for name, value in machine().items()) + ".\n")
    head = (
        "network",
        "one, Keras s",
        f"{MEMBERS}, Keras s",
        f"{MEMBERS}, wellfit s, cold",
        "warm",
        "ratio, cold",
        "warm",
    )
    print_table((*head, "aim"), [_cells(row) for row in rows])
    loops = NETWORKS[0].loops
    print(
        f"Keras' seconds for {MEMBERS} are those of {loops} networks, counted up; compilation included on both sides."
    )


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    if row["why"]:
        return (row["network"], *["–"] * 6, row["why"])
    seconds = (row["reference_one"], row["reference"], row["cold"], row["warm"])
    ratios = (row["ratio_cold"], row["ratio_warm"])
    return (
        row["network"],
        *(f"{value:.2f}" for value in seconds),
        *(f"{value:.1f}" for value in ratios),
        f"{row['aim']:g}",
    )


if __name__ == "__main__":
    sys.exit(main())
