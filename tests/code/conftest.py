"""Small studies whose script is written, run, and held against them."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

import wellfit
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.regularization import Regularization

ROWS = 320
WORDS = [f"{start}{end}" for start in "bcdfgl" for end in ("oom", "ale", "ine", "oss")]
# Code, if it were not escaped.
HOSTILE = 'size"""\'); raise SystemExit("{x}") #\\'
HEADER = "import base64, csv, gzip, json, re, zlib\nfrom pathlib import Path\nimport numpy as np\nimport polars as pl\n"


def shop(rows=ROWS):
    """Whether somebody buys: log-odds 2 size + 1.5 for red."""
    random = np.random.default_rng(0)
    size, colour = random.normal(size=rows), random.choice(["red", "green", 'b"""lue\\'], rows)
    bought = random.random(rows) < 1 / (1 + np.exp(-(2 * size + 1.5 * (colour == "red"))))
    told = random.choice(["True", "False"], rows)
    return pl.DataFrame({HOSTILE: size, "colour": colour, "told": told, "bought": np.where(bought, "y'es {", "no")})


def flats(rows=ROWS):
    """A rent from size, age and district, with empty cells, a heavy tail, names and dates."""
    random = np.random.default_rng(1)
    size, age, district = random.lognormal(4, 0.6, rows), random.normal(40, 9, rows), random.choice(list("abcde"), rows)
    rent = 2 * size - age + 30 * (district == "a") + random.normal(0, 5, rows)
    streets = zip(random.choice(["Oak", "Elm"], rows), random.integers(0, 10**6, rows), strict=True)
    days = random.integers(17_000, 20_000, rows)

    def with_gaps(values, share=0.12):
        return np.where(random.random(rows) < share, "?", values.astype(str))

    return pl.DataFrame(
        {
            "size": size.round(2),
            "age": with_gaps(age.round(1)),
            "district": with_gaps(district),
            "lift": with_gaps(random.choice(["yes", "no"], rows)),
            "since": pl.Series(days, dtype=pl.Int32).cast(pl.Date).cast(pl.String),
            "house": [f"{name} Street {number}" for name, number in streets],
            "rent": rent.round(1),
        }
    )


def reviews(rows=ROWS):
    """Made-up words, half of which lean to one answer."""
    random = np.random.default_rng(8)
    liked = random.integers(0, 2, rows)
    texts = [" ".join(random.choice(WORDS[:14] if yes else WORDS[10:], random.integers(6, 16))) for yes in liked]
    return pl.DataFrame({"review": [f"<b>It’s</b> {text}!" for text in texts], "liked": np.array(["no", "yes"])[liked]})


TABLES = {"shop": (shop, "bought"), "flats": (flats, "rent"), "reviews": (reviews, "liked")}


@pytest.fixture(scope="session")
def table():
    """Raw rows of "shop", "flats" or "reviews"."""
    return lambda name: TABLES[name][0]()


@dataclass(frozen=True)
class Written:
    """A study, its data, the runs of its recipe over five seeds, its script and what the script defines."""

    data: wellfit.Dataset
    study: wellfit.Study
    runs: wellfit.Runs
    script: str
    names: dict[str, Any]


def defined(source):
    """What a script defines; nothing of it is run but its constants and imports."""
    names: dict[str, Any] = {"__name__": "script"}
    exec(compile(source, "script", "exec"), names)
    return names


@pytest.fixture(scope="session")
def executed_script():
    """What a whole script defines."""
    return defined


@pytest.fixture(scope="session")
def executed():
    """What sections of a script define."""

    def of(*sections):
        lines = [line for part in sections for line in (*part.constants, *part.functions, *part.numbers)]
        return defined(HEADER + "\n".join([*(line for part in sections for line in part.imports), *lines]))

    return of


RECIPE = wellfit.Recipe(
    name="dropout 0.2",
    network=DenseNetwork(units=(8,)),
    optimizer=Optimizer(learning_rate=0.01),
    regularization=Regularization(l2=0.001, dropout=0.2),
    batch_size=32,
)


@pytest.fixture(scope="session", params=TABLES)
def written(request, study_of, tmp_path_factory):
    """A study of one of the three tables, and its script."""
    folder: Path = tmp_path_factory.mktemp(request.param)
    make, target = TABLES[request.param]
    path = folder / ("reviews.jsonl" if request.param == "reviews" else "table.csv")
    if request.param == "reviews":
        make().write_ndjson(path)
    else:
        make().write_csv(path)
    data = wellfit.read(path, target=target)
    study, runs = study_of(data, folder / "study", RECIPE, seeds=range(5))
    script = study.code()
    return Written(data, study, runs, script, defined(script))


@pytest.fixture(scope="session")
def run():
    """Run a script in a Python of its own, which finds neither the tests nor the source."""

    def of(path):
        command = [sys.executable, "-I", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=path.parent, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return of
