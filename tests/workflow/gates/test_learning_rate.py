import numpy as np
import pytest

from wellfit.workflow.gates.learning_rate import DEFAULT, RATES, found


def test_every_rate_is_tried_with_numbers(gate):
    evidence = gate("learning_rate")["evidence"]
    assert [rate["rate"] for rate in evidence["rates"]] == list(RATES)
    for rate in evidence["rates"]:
        assert rate["diverged"] > 0 or rate["low"] <= rate["loss"] <= rate["high"]


def test_the_chosen_rate_is_in_the_interval_and_the_best_one_too(gate):
    evidence = gate("learning_rate")["evidence"]
    low, high = evidence["interval"]
    assert low <= evidence["chosen"] <= high
    assert gate("learning_rate")["passed"]


def test_of_the_rates_that_do_as_well_the_one_nearest_to_the_usual_is_taken(gate):
    evidence = gate("learning_rate")["evidence"]
    low, high = evidence["interval"]
    between = [rate for rate in RATES if low <= rate <= high]
    nearest = min(between, key=lambda rate: abs(np.log(rate / DEFAULT)))
    assert abs(np.log(evidence["chosen"] / DEFAULT)) >= abs(np.log(nearest / DEFAULT)) - 1e-9


def test_a_rate_of_one_is_never_taken(finished, hopeless):
    for study in (finished, hopeless):
        (stored,) = [gate for gate in study.summary["gates"] if gate["name"] == "learning_rate"]
        assert stored["evidence"]["chosen"] < 1.0


def test_the_plain_network_is_trained_with_the_chosen_rate(finished, gate):
    plain = finished.summary["recipes"][0]
    assert plain["configuration"]["optimizer"]["learning_rate"] == pytest.approx(
        gate("learning_rate")["evidence"]["chosen"]
    )


@pytest.mark.parametrize(
    "tied, fitting, seeds, sentence",
    [
        ([0.01], [0.001, 0.01], 3, "The rate 0.01 does better than all others beyond noise"),
        (
            [],
            [0.001, 0.01],
            3,
            "No rate beats the constant on held-out rows beyond noise, but 0.001, 0.01 bring the training loss below "
            "the constant's",
        ),
        ([], [], 3, "No rate brings the training loss below the constant's beyond noise"),
        ([], [], 1, "With one seed, rates cannot be told apart"),
    ],
)
def test_no_more_is_said_of_the_rates_than_was_found(tied, fitting, seeds, sentence):
    assert found(tied, fitting, seeds) == sentence
