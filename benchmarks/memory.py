"""Prints what training on a table larger than memory takes: `python benchmarks/memory.py --gigabytes 4`."""

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

from parts.large_table import read_rate, write_table
from parts.machine import machine
from parts.process import run

MOST = 1.5  # gigabytes that training may hold


def main() -> int:
    """Measure in a fresh process; 1 where it held more memory than it may."""
    asked = options().parse_args()
    folder = Path(tempfile.mkdtemp(prefix="wellfit-memory-", dir=asked.folder))
    try:
        rows = write_table(folder / "dense.npy", asked.gigabytes, asked.features)
        sequential = read_rate(folder / "dense.npy")
        trained = run(
            [sys.executable, str(Path(__file__).parent / "parts" / "large_table.py"), str(folder), str(asked.epochs)]
        )
    finally:
        shutil.rmtree(folder)
    found = {
        **json.loads(trained.output.splitlines()[-1]),
        "rows": rows,
        "file_gigabytes": rows * asked.features * 4 / 1e9,
        "sequential_gigabytes_a_second": sequential,
        "gigabytes": trained.gigabytes,
        "seconds": trained.seconds,
        "at_most": MOST,
    }
    if asked.json:
        print(json.dumps({"result": found, "machine": machine()}, indent=1))
    else:
        print(
            "\n".join(
                f"{name:32} {value:,.3g}" if isinstance(value, float) else f"{name:32} {value:,}"
                for name, value in found.items()
            )
        )
    return int(trained.gigabytes > MOST)


def options() -> argparse.ArgumentParser:
    """What the command line knows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--gigabytes", metavar="N", type=float, default=4.0, help="size of the encoded table (default 4)"
    )
    parser.add_argument("--features", metavar="N", type=int, default=256, help="numbers in a row (default 256)")
    parser.add_argument("--epochs", metavar="N", type=int, default=1, help="epochs to train (default 1)")
    parser.add_argument("--folder", metavar="DIR", type=Path, help="where the table is written for the time of the run")
    parser.add_argument("--json", action="store_true", help="print everything as JSON and nothing else")
    return parser


if __name__ == "__main__":
    sys.exit(main())
