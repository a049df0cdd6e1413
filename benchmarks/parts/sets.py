"""The data sets that are measured, with what is to be reached on each."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One data set: its file below the data folder, options of `wellfit run`, studies to run, and the targets.

    `at_least` and `at_most` bound the mean test metric; `ahead_of` is the score of AutoGluon's best network and
    `others` what the table shows of it, for orientation (AutoGluon 1.6 in 120 s on 2 cores; splits of its own).
    `beside_linear` asks that the network is no worse than the linear baseline beyond noise.
    """

    name: str
    file: str
    options: tuple[str, ...]
    runs: int
    test: str | None = None
    at_least: float | None = None
    at_most: float | None = None
    ahead_of: float | None = None
    beside_linear: bool = True
    others: str = ""


# Five studies below 2,000 rows, three above, one where a study takes minutes.
SETS = (
    Measured(
        name="imdb",
        file="imdb/train.jsonl.gz",
        options=("--target", "sentiment"),
        test="imdb/test.csv.gz",
        runs=1,
        at_least=0.885,
        beside_linear=False,
    ),
    Measured(
        name="auto_mpg",
        file="auto_mpg/mpg.csv",
        options=("--target", "mpg"),
        runs=5,
        at_most=2.0,
        ahead_of=1.93,
        others="AutoGluon network 1.93, boosting 1.83",
    ),
    Measured(
        name="adult",
        file="tables/adult-train.csv",
        options=("--target", "14"),
        runs=3,
        at_least=0.850,
        ahead_of=0.856,
        others="AutoGluon network 0.856, boosting 0.872",
    ),
    Measured(name="titanic", file="tables/titanic.csv", options=("--target", "survived"), runs=5),
    Measured(name="penguins", file="tables/penguins.csv", options=("--target", "species"), runs=5),
    Measured(name="iris", file="tables/iris.csv", options=("--target", "species"), runs=5),
    Measured(
        name="pima",
        file="tables/pima-indians-diabetes.csv",
        options=("--target", "8"),
        runs=5,
        ahead_of=0.82,
        others="AutoGluon network 0.82, boosting 0.84",
    ),
    Measured(name="winequality-red", file="tables/winequality-red.csv", options=("--target", "11"), runs=5),
    Measured(name="diamonds", file="tables/diamonds.csv", options=("--target", "price"), runs=3),
    Measured(
        name="california_housing",
        file="tables/california_housing.parquet",
        options=("--target", "MedHouseVal", "--ignore", "split"),
        runs=3,
    ),
    Measured(
        name="higgs",
        file="higgs/higgs.csv.gz",
        options=("--target", "0"),
        runs=3,
        ahead_of=0.685,
        others="AutoGluon network 0.685, boosting 0.705",
    ),
)


def data_folder() -> Path | None:
    """`$WELLFIT_DATA`, else `../shared/data` beside the checkout; None where neither is there."""
    named = os.environ.get("WELLFIT_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    return folder if folder.is_dir() else None
