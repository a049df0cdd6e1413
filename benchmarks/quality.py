"""Prints what wellfit reaches on real data beside what it is to reach: `python benchmarks/quality.py --help`."""

import argparse
import json
import sys
from typing import Any

from parts.checks import CHECKS
from parts.sets import SETS, Measured, data_folder
from parts.studies import measure
from parts.table import print_lines, print_sets
from parts.targets import Line, lines


def main() -> int:
    """Measure what was asked for; 1 where a number to reach was missed."""
    asked = options()
    data = data_folder()
    found: list[dict[str, Any]] = []
    reached: list[Line] = []
    skipped: list[str] = []
    for chosen in SETS:
        if chosen.name not in asked.only:
            continue
        if data is None or not (data / chosen.file).exists():
            skipped.append(f"{chosen.name}: {chosen.file} is neither in $WELLFIT_DATA nor in ../shared/data")
            continue
        try:
            found.append(measure(chosen, data, range(asked.seeds or chosen.runs), asked.budget))
        except RuntimeError as error:  # one set that fails does not cost what the others showed
            reached.append(Line(what=f"{chosen.name}: runs", target="exit code 0", measured=str(error), met=False))
            continue
        reached += lines(chosen, found[-1])
        _tell(chosen, found[-1])
    for name, check in CHECKS.items():
        if name in asked.only:
            more = check(data, asked.budget)
            skipped += [] if more else [f"{name}: its data are neither in $WELLFIT_DATA nor in ../shared/data"]
            reached += more
    _print(found, reached, skipped, as_json=asked.json)
    return int(not all(line.met for line in reached))


def options() -> argparse.Namespace:
    """What the command line asks for."""
    names = [chosen.name for chosen in SETS] + list(CHECKS)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", metavar="NAMES", default=",".join(names), help=f"some of {','.join(names)}")
    parser.add_argument("--seeds", metavar="N", type=int, help="studies of each set, in place of its own number")
    parser.add_argument("--budget", metavar="DURATION", default="10m", help="of each study (default 10m)")
    parser.add_argument("--json", action="store_true", help="print everything as JSON and nothing else")
    asked = parser.parse_args()
    asked.only = asked.only.split(",")
    if unknown := set(asked.only) - set(names):
        parser.error(f"there is no {', '.join(sorted(unknown))}; expected some of {', '.join(names)}")
    return asked


def _tell(chosen: Measured, found: dict[str, Any]) -> None:
    """A word on stderr after each set: a whole round takes an hour."""
    spent = sum(study["seconds"] for study in found["studies"])
    print(f"{chosen.name}: {found['metric']} {found['network']:.4f}, {spent:.0f} s", file=sys.stderr)


def _print(found: list[dict[str, Any]], reached: list[Line], skipped: list[str], *, as_json: bool) -> None:
    if as_json:
        lines_of = [line.as_dict() for line in reached]
        print(json.dumps({"sets": found, "reached": lines_of, "skipped": skipped}, indent=1, ensure_ascii=False))
        return
    print_sets(found)
    print_lines(reached)
    for sentence in skipped:
        print(f"Skipped: {sentence}.")


if __name__ == "__main__":
    sys.exit(main())
