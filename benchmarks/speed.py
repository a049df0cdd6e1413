"""Prints how much faster wellfit trains a family than a plain Keras loop: `python benchmarks/speed.py --help`."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from parts.experiments import EXPERIMENTS, FEATURES, NAMES, Place, place
from parts.feature_pairs import measure_features
from parts.machine import machine
from parts.pairs import measure
from parts.speed_table import print_speed


def main() -> int:
    """Measure what was asked for; 1 where a ratio was missed, losses disagree, or an experiment could not run."""
    parser = options()
    asked = parser.parse_args()
    if unknown := set(asked.only) - set(NAMES):
        parser.error(f"there is no {', '.join(sorted(unknown))}; expected some of {', '.join(NAMES)}")
    if asked.pairs < 1:
        parser.error(f"--pairs needs at least 1, received {asked.pairs}")
    try:
        where = place(asked.reference, asked.data, asked.tensorflow)
    except FileNotFoundError as error:
        parser.error(str(error))
    rows = [_row(name, where, asked.pairs) for name in NAMES if name in asked.only]
    if asked.json:
        print(json.dumps({"results": rows, "machine": machine(), "pairs": asked.pairs}, indent=1, ensure_ascii=False))
    else:
        print_speed(rows, machine())
    return int(not all(row["reached"] and not row["disagreeing"] for row in rows))


def options() -> argparse.ArgumentParser:
    """What the command line knows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reference", metavar="FILE", type=Path, help="the plain Keras loop's script")
    parser.add_argument("--data", metavar="DIR", type=Path, help="the data folder (default $WELLFIT_DATA)")
    parser.add_argument(
        "--only", metavar="NAMES", type=lambda text: text.split(","), default=NAMES, help=f"some of {','.join(NAMES)}"
    )
    parser.add_argument("--pairs", metavar="N", type=int, default=3, help="how often each side runs (default 3)")
    parser.add_argument("--tensorflow", metavar="PYTHON", help="the Python of an environment with TensorFlow")
    parser.add_argument("--json", action="store_true", help="print everything as JSON and nothing else")
    return parser


def _row(name: str, where: Place, pairs: int) -> dict[str, Any]:
    if name == FEATURES:
        return measure_features(where, pairs, _tell)
    return measure(next(each for each in EXPERIMENTS if each.name == name), where, pairs, _tell)


def _tell(sentence: str) -> None:
    """A word on stderr after each process: a whole round takes long."""
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
