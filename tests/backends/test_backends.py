"""Where Keras runs on TensorFlow or PyTorch: the same curves as on JAX, and a whole study.

Run by `scripts/test-backends` in an environment that has both; each backend gets processes of its own.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import wellfit
from wellfit.engine.executors.cost_line import line_for
from wellfit.engine.state import Measures

HERE = Path(__file__).parent
BACKENDS = ("tensorflow", "torch")
FAMILIES = ("binary", "multiclass", "regression", "texts", "own")


def start(script, backend, path):
    """A Python of its own; several run side by side, and threads that wait for one another would take all the time."""
    threads = {"OMP_NUM_THREADS": "1", "TF_NUM_INTRAOP_THREADS": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}
    environment = {**os.environ, **threads, "KERAS_BACKEND": backend}
    command = [sys.executable, str(HERE / script), str(path)]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)


def finish(processes):
    """Wait for all of them; what one of them had to say is shown where it failed."""
    said = {backend: process.communicate()[1] for backend, process in processes.items()}
    failed = {backend: said[backend] for backend, process in processes.items() if process.returncode}
    assert not failed, "\n".join(f"{backend}: {text}" for backend, text in failed.items())


@pytest.fixture(scope="module")
def curves(tmp_path_factory):
    """What the families did on each backend."""
    folder = tmp_path_factory.mktemp("curves")
    finish({name: start("curves.py", name, folder / f"{name}.npz") for name in ("jax", *BACKENDS)})
    found = {name: dict(np.load(folder / f"{name}.npz")) for name in ("jax", *BACKENDS)}
    assert {name: str(of["backend"]) for name, of in found.items()} == {name: name for name in found}
    return found


@pytest.fixture(scope="module")
def studies(tmp_path_factory):
    """The folder of a study on each backend."""
    folders = {name: tmp_path_factory.mktemp(name) for name in BACKENDS}
    finish({name: start("whole_study.py", name, folder) for name, folder in folders.items()})
    return folders


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    """What a watched fit of a plain Keras script did on each backend."""
    folders = {name: tmp_path_factory.mktemp(f"watched-{name}") for name in BACKENDS}
    finish({name: start("watched.py", name, folder) for name, folder in folders.items()})
    return {name: json.loads((folder / "watched.json").read_text()) for name, folder in folders.items()}


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_watched_fit_stops_and_its_weights_are_those_of_the_best_epoch(backend, watched):
    told = watched[backend]
    assert told["backend"] == backend
    assert told["epochs"] < 60
    assert (told["kind"], told["diagnosed"]) == ("overfit", "overfit")
    assert told["best_epoch"] == told["lowest_without_penalty"]
    assert told["restored"] == pytest.approx(told["lowest"], rel=1e-4)
    assert told["lines"][-1].startswith(f"wellfit: The weights are those of epoch {told['best_epoch']} again")


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("family", FAMILIES)
def test_the_curves_are_those_of_the_compiled_program(backend, family, curves):
    ours, theirs = curves[backend], curves["jax"]
    assert ours[f"{family}/epoch"].tolist() == theirs[f"{family}/epoch"].tolist()
    assert ours[f"{family}/sentences"].tolist() == theirs[f"{family}/sentences"].tolist()
    for measure in Measures._fields:
        name = f"{family}/{measure}"
        np.testing.assert_allclose(ours[name], theirs[name], rtol=1e-4, atol=1e-6, err_msg=name)
    for name in (f"{family}/best_rows", f"{family}/prediction"):
        np.testing.assert_allclose(ours[name], theirs[name], rtol=1e-3, atol=1e-4, err_msg=name)


def test_what_is_compared_differs_from_epoch_to_epoch(curves):
    losses = curves["jax"]["binary/train_loss"]
    assert np.ptp(losses) > 1000 * 1e-4


@pytest.mark.parametrize("backend", BACKENDS)
def test_dropout_draws_other_masks_but_the_same_ones_each_time(backend, curves):
    for measure in Measures._fields:
        first, again = (curves[backend][f"dropout{which}/{measure}"] for which in ("", " again"))
        np.testing.assert_allclose(first, again, rtol=1e-5)
    ours, theirs = (curves[name]["dropout/train_loss"] for name in (backend, "jax"))
    assert not np.allclose(ours, theirs, rtol=1e-4)
    assert ours.mean() == pytest.approx(theirs.mean(), rel=0.2)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_whole_study_says_on_what_it_ran_and_what_that_costs(backend, studies):
    study, told = (
        wellfit.open_study(studies[backend] / "study"),
        json.loads((studies[backend] / "told.json").read_text()),
    )
    population = study.summary["population"]
    assert study.summary["status"] == "complete"
    assert told["backend"] == backend
    assert told["warnings"] == [line_for(backend, 0, 0.0)]
    assert any(note.startswith(line_for(backend, 0, 0.0).split(". With")[0]) for note in told["notes"])
    assert population["note"] == line_for(backend, population["members"], population["seconds_training"])


@pytest.mark.parametrize("backend", BACKENDS)
def test_its_model_predicts_the_same_in_this_process_which_runs_on_jax(backend, studies):
    theirs = pl.read_parquet(studies[backend] / "predictions.parquet")
    ours = wellfit.open_study(studies[backend] / "study").best.predict(studies[backend] / "rows.parquet")
    assert ours["prediction"].to_list() == theirs["prediction"].to_list()
    np.testing.assert_allclose(ours["probability_yes"], theirs["probability_yes"], rtol=1e-4, atol=1e-5)
