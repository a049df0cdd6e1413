"""Prints seconds, memory and the share of the machine's rate by members, rows and units: `scaling.py --help`."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from parts.machine import machine
from parts.pictures import draw
from parts.process import run
from parts.roofline import BATCH, CLASSES, FEATURES, Point, beside_limits
from parts.table import print_table

PARTS = Path(__file__).with_name("parts")
AXES = {
    "members": [Point(axis="members", members=2**power, rows=10_000, units=64) for power in range(7)],
    "rows": [Point(axis="rows", members=4, rows=rows, units=64) for rows in (1_000, 4_000, 16_000, 64_000, 256_000)]
    + [Point(axis="rows", members=4, rows=1_000_000, units=64)],
    "units": [Point(axis="units", members=4, rows=4_096, units=2**power) for power in range(4, 12)],
}


def main() -> int:
    """Measure the machine, then every point in a fresh process."""
    asked = options()
    _tell("the machine's limits")
    limits = json.loads(run((sys.executable, str(PARTS / "limits.py"))).output)
    points = [point for axis in asked.only for point in AXES[axis]]
    rows = [_row(point, limits, asked.seconds) for point in points]
    about = machine()
    if asked.json:
        print(json.dumps({"results": rows, "limits": limits, "machine": about}, indent=1, ensure_ascii=False))
    else:
        _print(rows, limits, about)
    for path in draw(rows, asked.out):
        _tell(f"drawn: {path}")
    return int(any(row["why"] for row in rows))


def options() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", metavar="AXES", default=",".join(AXES), help=f"some of {','.join(AXES)}")
    parser.add_argument("--seconds", metavar="N", type=float, default=10.0, help="training of each point (default 10)")
    parser.add_argument("--out", metavar="DIR", type=Path, default=Path("scaling"), help="for the pictures")
    parser.add_argument("--json", action="store_true", help="print everything as JSON and nothing else")
    asked = parser.parse_args()
    asked.only = asked.only.split(",")
    if unknown := set(asked.only) - set(AXES):
        parser.error(f"there is no {', '.join(sorted(unknown))}; expected some of {', '.join(AXES)}")
    return asked


def _row(point: Point, limits: dict[str, Any], seconds: float) -> dict[str, Any]:
    place = {"members": point.members, "rows": point.rows, "units": point.units}
    row = {"axis": point.axis, "value": point.value, **place, "why": None}
    command = (sys.executable, str(PARTS / "scaling_point.py"), *map(str, place.values()), str(seconds))
    try:
        finished = run(command, {"KERAS_BACKEND": "jax"})
    except RuntimeError as error:  # a point that fails does not cost what the others showed
        _tell(f"{point.axis} {point.value}: {error}")
        return {**row, "why": str(error).strip().splitlines()[-1]}
    found = json.loads(finished.output.splitlines()[-1])
    shares = beside_limits(point, found["seconds"], limits)
    _tell(f"{point.axis} {point.value}: {found['seconds']:.4f} s a member and epoch, {shares['share']:.0%}")
    return {**row, **found, "gigabytes": finished.gigabytes, "wall": finished.seconds, **shares}


def _print(rows: list[dict[str, Any]], limits: dict[str, Any], about: dict[str, str]) -> None:
    print(". ".join(f"{name.capitalize()}: {value}" for name, value in about.items()) + ".")
    print(f"Best matrix product {limits['operations'] / 1e9:.0f} GF/s, bandwidth {limits['bytes'] / 1e9:.1f} GB/s.\n")
    head = ("varied", "members", "rows", "units", "s a member and epoch", "GB", "compiling s", "share", "of the")
    print_table(head, [_cells(row) for row in rows])
    print(f"{FEATURES}-units-units-{CLASSES}, Adam, batches of {BATCH}; the fastest epoch of each point.")


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    place = (row["axis"], str(row["members"]), f"{row['rows']:,}", str(row["units"]))
    if row["why"]:
        return (*place, "–", "–", "–", "–", row["why"])
    measured = (f"{row['seconds']:.4g}", f"{row['gigabytes']:.2f}", f"{row['compiling']:.2f}")
    return (*place, *measured, f"{row['share']:.0%}", {"products": "product rate", "memory": "bandwidth"}[row["bound"]])


def _tell(sentence: str) -> None:
    """A word on stderr after each point."""
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
