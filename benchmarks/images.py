"""Prints what wellfit reaches on small sets of images beside what it is to reach: `benchmarks/images.py --help`."""

import argparse
import json
import sys
from pathlib import Path

from parts.image_levels import FOLDER
from parts.image_rows import LEVEL_SIZE, ROWS, Asked
from parts.machine import machine
from parts.sets import data_folder
from parts.table import print_lines
from parts.targets import Line


def main() -> int:
    """Measure what was asked for; 1 where a number was missed."""
    parser = options()
    asked = parser.parse_args()
    if unknown := set(asked.only) - set(ROWS):
        parser.error(f"there is no {', '.join(sorted(unknown))}; expected some of {', '.join(ROWS)}")
    data = asked.data or data_folder()
    if data is None or not (data / FOLDER).is_dir():
        parser.error(f"there is no folder {FOLDER} in {data}; name a data folder with --data DIR or $WELLFIT_DATA")
    given = Asked(
        data=data.resolve(),
        tensorflow=asked.tensorflow,
        seeds=asked.seeds,
        epochs=asked.epochs,
        size=asked.size,
        picture=asked.picture,
        tell=lambda sentence: print(sentence, file=sys.stderr, flush=True),
    )
    reached: list[Line] = []
    for name in ROWS:
        if name in asked.only:
            reached += _measured(name, given)
    if asked.json:
        print(json.dumps({"reached": [line.as_dict() for line in reached], "machine": machine()}, indent=1))
    else:
        print(". ".join(f"{name.capitalize()}: {value}" for name, value in machine().items()) + ".\n")
        print_lines(reached)
    return int(not all(line.met for line in reached))


def _measured(name: str, asked: Asked) -> list[Line]:
    """One row that fails does not cost what the others showed."""
    try:
        found = ROWS[name](asked)
    except RuntimeError as error:
        found = [Line(what=name, target="runs", measured=str(error).strip().splitlines()[-1], met=False)]
    for line in found:
        asked.tell(f"{line.what}: {line.measured} ({line.target})")
    return found


def options() -> argparse.ArgumentParser:
    """What the command line knows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", metavar="DIR", type=Path, help="the data folder (default $WELLFIT_DATA)")
    parser.add_argument(
        "--only", metavar="ROWS", type=lambda text: text.split(","), default=list(ROWS), help=f"of {','.join(ROWS)}"
    )
    parser.add_argument("--seeds", metavar="N", type=int, default=3, help="seeds, and draws of small sets (default 3)")
    parser.add_argument("--epochs", metavar="N", type=int, default=50, help="of level 1 (default 50, as in the text)")
    parser.add_argument(
        "--size", metavar="PIXELS", type=int, default=LEVEL_SIZE, help=f"of levels 2 and 3 (default {LEVEL_SIZE})"
    )
    parser.add_argument("--tensorflow", metavar="PYTHON", help="the Python of an environment with TensorFlow")
    parser.add_argument("--picture", metavar="FILE", type=Path, help="draw the curve of small_sets: .svg or .png")
    parser.add_argument("--json", action="store_true", help="print everything as JSON and nothing else")
    return parser


if __name__ == "__main__":
    sys.exit(main())
