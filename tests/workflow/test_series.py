"""A study of a series: what it is compared with, what it forecasts, and what it leaves."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import polars as pl
import pytest

import wellfit
from wellfit.errors import DataError
from wellfit.recipes.networks import Convolution1DNetwork, DenseNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.record import StudyRecord
from wellfit.workflow.baselines import constant
from wellfit.workflow.evidence import evidence
from wellfit.workflow.forecasts import MOST_POINTS
from wellfit.workflow.gates.power import knowing_controls

ROWS, HORIZON, WINDOW = 420, 2, 8


def waves(rows=ROWS, first=0):
    """A wave of eight hours with a little noise, on a level that has moved by the last third."""
    hours = np.arange(first, first + rows)
    noise = np.random.default_rng(first).normal(0, 0.1, rows)
    level = np.sin(2 * np.pi * hours / 8) + noise + 2.0 * (hours > 2 * ROWS / 3)
    return pl.DataFrame({"when": [datetime(2024, 1, 1) + timedelta(hours=int(h)) for h in hours], "level": level})


@pytest.fixture(scope="module")
def data():
    return wellfit.read(waves(), target="level", horizon=HORIZON, window=WINDOW, name="waves")


@pytest.fixture(scope="module")
def trained(data, study_of, tmp_path_factory):
    """A study by its last gate, and the runs of its recipe."""
    network = Convolution1DNetwork(filters=(8,), units=(), kernel=3)
    recipe = wellfit.Recipe(name="steps", network=network, optimizer=Optimizer(learning_rate=0.02))
    return study_of(data, tmp_path_factory.mktemp("series") / "study", recipe, epochs=30)


@pytest.fixture(scope="module")
def best(trained):
    return trained[0]


def test_neighbouring_rows_count_together_and_the_verdict_names_the_rows(data, trained):
    found = evidence(trained[1], "steps", constant.fit(data))
    rows = len(data.rows("selection"))
    assert found.constant_rows.size == 8 < rows
    assert found.judged == f"{rows} rows"


def test_forecasts_speak_of_the_time_after_the_last_row(best):
    found = best.best.predict(waves(40, first=100))
    assert found.columns == ["time", "last_row", "prediction"]
    assert found.height == 40 - (WINDOW - 1)
    assert found["last_row"][-1] == datetime(2024, 1, 1) + timedelta(hours=139)
    assert (found["time"] - found["last_row"]).unique().to_list() == [timedelta(hours=HORIZON)]
    came = waves(40, first=100).join(found, left_on="when", right_on="time")
    assert (came["level"] - came["prediction"]).abs().mean() < 0.6


def test_forecasts_are_the_same_whatever_comes_later(best):
    short, long = best.best.predict(waves(20)), best.best.predict(waves(30))
    assert short["time"].to_list() == long["time"][: short.height].to_list()
    np.testing.assert_allclose(
        short["prediction"], best.best.predict(waves(20).sample(fraction=1, shuffle=True))["prediction"]
    )


def test_too_few_new_rows(best):
    with pytest.raises(DataError, match=r"There are 5 steps of 1 hour .* looks at the last 8"):
        best.best.predict(waves(5))
    with pytest.raises(DataError, match="The rows lack 'level'"):
        best.best.predict(waves(20).drop("level"))


def test_the_summary_says_what_was_forecast(best):
    assert best.summary["data"]["series"] == {
        **{"time": ["when"], "step": "1 hour", "horizon": HORIZON, "window": WINDOW, "season": 24}
    }


def test_the_report_has_what_came_beside_the_forecasts(best, data):
    stored = StudyRecord.open(best.folder).get("series")
    assert list(stored["values"]) == ["truth", "forecast", "naive", "seasonal_naive"]
    assert stored["rows"] == len(data.rows("test")) < MOST_POINTS
    assert stored["time"][-1] == "2024-01-18T11:00:00.000000"
    test = data.rows("test")
    np.testing.assert_allclose(stored["values"]["truth"], data.pipeline.target.restore(data.target[test].astype(float)))
    np.testing.assert_allclose(stored["values"]["naive"], data.series.last[test])
    assert "The forecasts of the test period" in best.report().read_text(encoding="utf-8")


def test_the_gates_compare_with_the_naive_forecasts_and_are_not_fooled_by_a_level_that_moved(data, tmp_path):
    """The constant is that of the old level; networks that know nothing may be nearer to the new one by chance."""
    study = wellfit.study(data, seeds=2, budget=60, only=["power"], out=tmp_path / "study")
    assert [one["name"] for one in study.summary["baselines"]] == [
        *("constant", "naive", "seasonal_naive", "linear", "boosting")
    ]
    power = study.summary["gates"][-1]
    assert "cannot know anything" not in power["sentence"]
    assert "folds" not in power["evidence"]
    assert study.summary["folds"] is None


@pytest.mark.parametrize("where, named", [("best_rows", []), ("last_rows", ["permuted_labels"])])
def test_what_knows_nothing_is_judged_at_its_last_epoch(where, named, data):
    """At the best one, validation rows of the same season would have chosen it."""
    recipe = wellfit.Recipe(name="plain", network=DenseNetwork(units=(2,)))
    controls = {"permuted_labels": 2, "zeroed_inputs": 2}
    runs = wellfit.fit_many(recipe, data, seeds=2, epochs=1, controls=controls)
    random, rows = np.random.default_rng(0), len(data.rows("selection"))
    members = tuple(
        replace(
            each,
            **{
                name: 1.0 - 0.2 * (name == where and each.control == "permuted_labels") + random.normal(0, 0.01, rows)
                for name in ("best_rows", "last_rows")
            },
        )
        for each in runs.members
    )
    constant = np.ones(runs.best_rows("plain").shape[1])
    assert knowing_controls(replace(runs, members=members), "plain", constant) == named
