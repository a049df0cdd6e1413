import numpy as np
import pytest

from wellfit.record import StudyRecord
from wellfit.workflow.delivery import advice


def test_the_saved_model_is_the_one_that_was_scored(finished, gate, data, table):
    assert gate("final")["passed"]
    assert gate("final")["evidence"]["reloaded_model_differs_by"] <= 1e-5
    shop = data("shop")
    frame = table("shop")[shop.splits.test]
    found = finished.best.predict(frame)
    assert (found["prediction"] == frame["bought"]).mean() == pytest.approx(
        finished.summary["best"]["test"]["accuracy"]
    )
    likely = np.where(frame["bought"] == "yes", found["probability_yes"], found["probability_no"])
    assert -np.log(likely).mean() == pytest.approx(finished.summary["best"]["test"]["loss"], rel=1e-4)


def test_test_rows_are_in_no_other_split(data):
    splits = data("shop").splits
    others = np.concatenate([splits.train, splits.validation, splits.selection])
    assert not np.intersect1d(splits.test, others).size


def test_predictions_are_those_of_the_test_rows(finished, data, table):
    found = StudyRecord.open(finished.folder).predictions
    rows = data("shop").splits.test
    assert found["row"].to_list() == rows.tolist()
    assert found["truth"].to_list() == table("shop")["bought"][rows].to_list()
    assert found["confidence"].is_between(0.5, 1.0).all()


def test_the_seed_is_one_of_the_study_s(finished, gate):
    assert finished.summary["best"]["seed"] == gate("final")["evidence"]["seed"]
    assert gate("final")["evidence"]["seed"] in (0, 1, 2)
    assert gate("final")["sentence"].startswith(f"{finished.summary['best']['recipe']}, ")


def test_a_network_that_diverged_is_no_defect_of_saving():
    assert advice(0.0) == ""
    assert advice(0.1) == "The saved model predicts differently: report this as a defect."
    assert advice(float("nan")).startswith("The network gives no finite numbers: its training diverged.")
