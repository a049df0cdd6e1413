"""The script of a series: the windows of the study from the raw rows, and what they reach."""

import re
from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest

import wellfit
from wellfit.recipes.networks import DenseNetwork, RecurrentNetwork
from wellfit.recipes.optimizer import Optimizer

ROWS = 240


def hours():
    """Hours out of order, some missing, with a heavy tail, empty cells and a category."""
    random = np.random.default_rng(4)
    level = np.exp(1 + np.sin(2 * np.pi * np.arange(ROWS) / 24) + 0.3 * random.normal(size=ROWS))
    when = [datetime(2024, 1, 1) + timedelta(hours=hour) for hour in range(ROWS)]
    frame = pl.DataFrame(
        {
            "level": np.where(random.random(ROWS) < 0.05, "NA", level.round(3).astype(str)),
            "when": [stamp.strftime("%d.%m.%Y %H:%M") for stamp in when],
            "rain": np.where(random.random(ROWS) < 0.1, "", random.normal(size=ROWS).round(3).astype(str)),
            "wind": random.choice(["west", 'n"orth'], ROWS),
        }
    )
    kept = random.permutation(ROWS)[: ROWS - 4]
    return frame[np.concatenate([kept, kept[:1]])]


def months():
    """The last day of each month, in three columns."""
    ends = pl.date_range(pl.date(2000, 1, 1), pl.date(2015, 12, 1), "1mo", eager=True).dt.month_end()
    level = 5 + np.sin(2 * np.pi * np.arange(len(ends)) / 12)
    return pl.DataFrame({"year": ends.dt.year(), "month": ends.dt.month(), "day": ends.dt.day(), "level": level})


def numbers():
    """Plain numbers tell the time, every second of them."""
    return pl.DataFrame({"t": range(0, 400, 2), "level": np.cumsum(np.random.default_rng(5).normal(size=200))})


TABLES = {"hours": hours, "months": months, "numbers": numbers}
NETWORKS = {
    "hours": RecurrentNetwork(cells=(4,)),
    "months": DenseNetwork(units=(4,)),
    "numbers": DenseNetwork(units=()),
}


@pytest.fixture(scope="module", params=TABLES)
def told(request, study_of, tmp_path_factory):
    """Data, study, script, and what the script defines."""
    path = tmp_path_factory.mktemp(request.param) / "table.csv"
    TABLES[request.param]().write_csv(path)
    data = wellfit.read(path, target="level", horizon=3, window=6)
    recipe = wellfit.Recipe(name="plain", network=NETWORKS[request.param], optimizer=Optimizer(learning_rate=0.01))
    study, _ = study_of(data, path.parent / "study", recipe, epochs=4)
    names = {"__name__": "script"}
    script = study.code()
    exec(compile(script, "script", "exec"), names)
    return data, study, script, names


def test_it_makes_the_windows_and_the_answers_of_the_study(told):
    data, _, _, names = told
    laid = names["lay_out"](names["rows"]())
    used = names["usable"](laid)
    np.testing.assert_array_equal(names["window"](laid)[used], data.blocks["window"])
    np.testing.assert_array_equal(names["answers"](names["later"](laid)[used]), data.target)
    assert ("calendar" in names) == ("dense" in data.blocks)
    if "dense" in data.blocks:
        np.testing.assert_allclose(names["calendar"](laid)[used], data.blocks["dense"], atol=1e-6)


def test_its_rows_are_those_of_the_study(told):
    data, _, script, names = told
    assert "import wellfit" not in script
    assert script.count("\n") < 190
    found = np.frombuffer(names["zlib"].decompress(names["base64"].b64decode(names["PARTS"])), np.uint8)
    assert len(found) == len(data.target)
    np.testing.assert_array_equal(np.flatnonzero(found == 3), data.rows("test"))


@pytest.mark.slow
@pytest.mark.parametrize("told", ["hours"], indirect=True)
def test_it_reaches_about_what_the_study_reached(told, run, tmp_path):
    _, study, script, _ = told
    path = tmp_path / "train.py"
    path.write_text(script, encoding="utf-8")
    said = re.search(r"test loss (\S+), test mae (\S+)\n$", run(path))
    # Another order of batches and another start, after four epochs: as far apart as seeds are, and no farther.
    assert float(said[1]) == pytest.approx(study.best.facts["test"]["loss"], rel=0.5)
