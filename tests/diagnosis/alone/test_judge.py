"""Verdicts on simulated curves of which the truth is known; how often they are wrong is counted."""

import json
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from wellfit.diagnosis.alone import CurveEvidence, judge_curves

RIGHT = {
    "overfit": "overfit",
    "still falling": "underfit",
    "levels off": "undetermined",
    "flat": "undetermined",
    "diverged": "diverged",
}


def kinds(simulated, course, *, truths=100, **options):
    return Counter(judge_curves(simulated(course, truth=truth, **options)).kind for truth in range(truths))


@pytest.mark.parametrize("course", RIGHT)
@pytest.mark.parametrize("runs", [1, 3])
def test_each_course_is_recognised(simulated, course, runs):
    found = kinds(simulated, course, runs=runs)
    assert found[RIGHT[course]] >= 95, found


@pytest.mark.parametrize("course", ["flat", "levels off"])
@pytest.mark.parametrize("resemblance", [0.0, 0.5])
@pytest.mark.parametrize("bounces", [0.005, 0.02])
@pytest.mark.parametrize("epochs", [16, 30, 60])
def test_false_alarms_on_curves_that_only_bounce_are_below_one_in_twenty(
    simulated, course, resemblance, bounces, epochs
):
    found = kinds(simulated, course, resemblance=resemblance, bounces=bounces, epochs=epochs)
    assert found["overfit"] <= 4, found
    assert found["underfit"] <= 5, found
    assert found["diverged"] <= 2, found


def test_slow_wandering_deceives_more_often_but_not_often(simulated):
    # Noise in which an epoch is 0.7 of the one before: more than the yardstick takes for granted.
    found = kinds(simulated, "levels off", resemblance=0.7, epochs=60, truths=200)
    assert found["overfit"] <= 20, found


def test_overfitting_is_seen_through_strong_bouncing(simulated):
    found = kinds(simulated, "overfit", bounces=0.02, epochs=40)
    assert found["overfit"] >= 95, found


def test_three_noisy_seeds_tell_more_than_one(simulated):
    one, three = (kinds(simulated, "overfit", bounces=0.03, runs=runs)["overfit"] for runs in (1, 3))
    assert three > one


@pytest.mark.parametrize("runs", [1, 3, 5])
def test_the_interval_of_the_onset_holds_the_truth(simulated, runs):
    # The expected loss is lowest between epochs 6 and 7.
    found = [judge_curves(simulated("overfit", truth=truth, runs=runs)).onset for truth in range(100)]
    held = [one.low <= 7 and one.high >= 6 for one in found if one is not None]
    assert np.mean(held) >= 0.9
    assert np.mean([one.high - one.low for one in found if one is not None]) < 7


def test_one_run_says_how_little_it_tells(simulated):
    found = judge_curves(simulated("overfit", truth=0), name="mine")
    assert found.sentence.startswith("'mine' overfits after epoch ")
    assert "from 1 run" in found.sentence
    assert "One run says what happened in it, not what another seed would do" in found.sentence
    assert "Train it with at least 3 seeds" in found.advice
    several = judge_curves(simulated("overfit", truth=0, runs=4))
    assert "from 4 seeds" in several.sentence
    assert "One run" not in several.sentence


def test_without_a_constant_it_says_what_cannot_be_known(simulated):
    assert (
        "Whether it beats a constant prediction is not in the curves"
        in judge_curves(simulated("overfit", truth=0)).sentence
    )
    at_once = judge_curves(simulated("by heart", truth=0))
    assert at_once.kind == "overfit"
    assert "as it is where there is no signal" in at_once.sentence


@pytest.mark.parametrize("runs", [1, 3])
def test_with_a_constant_it_tells_no_signal_from_overfitting_and_finds_what_is_stuck(simulated, runs):
    options = {"constant": 0.69, "runs": runs}
    assert kinds(simulated, "by heart", truths=40, **options)["no_signal"] >= 38
    assert kinds(simulated, "overfit", truths=40, **options)["overfit"] >= 38
    assert kinds(simulated, "flat", truths=40, **options)["stuck"] >= 30
    assert "is not in the curves" not in judge_curves(simulated("by heart", truth=0, **options)).sentence


@pytest.mark.parametrize("course", RIGHT)
@pytest.mark.parametrize("epochs", [5, 20, 400])
def test_verdicts_are_plain_json(simulated, course, epochs):
    found = judge_curves(simulated(course, truth=1, epochs=epochs))
    assert json.loads(json.dumps(found.as_dict(), allow_nan=False))["kind"] == found.kind
    assert found.sentence.endswith(".")
    assert ("nan" in found.sentence, " inf" in found.sentence) == (False, False)


def test_what_a_flat_run_could_be(simulated):
    found = judge_curves(simulated("flat", truth=0))
    assert "either it is stuck, or it had learned all it can by then" in found.sentence


def test_levelling_off_is_not_overfitting(simulated):
    found = judge_curves(simulated("levels off", truth=0))
    assert "levels off: its validation loss is lowest" in found.sentence
    assert "Train a larger network beside it" in found.advice


def test_a_loss_lost_in_half_of_the_runs_is_divergence(simulated):
    evidence = simulated("overfit", truth=0, runs=4)
    for run in (0, 1):
        evidence.train_loss[run, 7:] = evidence.validation_loss[run, 7:] = np.nan
    found = judge_curves(replace(evidence, failed=np.array([True, True, False, False])))
    assert found.kind == "diverged"
    assert "in 2 of 4 seeds the loss is no longer a finite number, from epoch 8 on" in found.sentence
    fewer = judge_curves(replace(evidence, failed=np.array([True, False, False, False]), train_loss=np.ones((4, 20))))
    assert fewer.evidence["seeds"] == 3


def test_a_curve_of_a_few_epochs_is_too_short(simulated):
    found = judge_curves(simulated("overfit", truth=0, epochs=4))
    assert found.kind == "undetermined"
    assert "4 epochs" in found.sentence
    assert "at least 5 epochs" in found.advice


def test_rising_with_the_training_loss_is_unsteady_training(simulated):
    evidence = simulated("overfit", truth=0)
    found = judge_curves(replace(evidence, train_loss=evidence.validation_loss + 0.0))
    assert found.kind == "undetermined"
    assert "unsteady" in found.sentence


def test_so_much_noise_that_a_large_rise_could_hide(simulated):
    found = judge_curves(simulated("levels off", truth=0, bounces=0.2, epochs=12))
    assert found.kind == "undetermined"
    assert "could hide" in found.sentence or "does not fall" in found.sentence


def test_a_tiny_rise_is_not_worth_the_word(simulated):
    at = np.arange(1, 41)
    evidence = CurveEvidence(
        train_loss=np.exp(-at / 10)[None],
        validation_loss=(0.5 + 0.5 * np.exp(-at / 2) + 1e-5 * at)[None],
        epochs=at,
        failed=np.array([False]),
    )
    assert judge_curves(evidence).kind == "undetermined"


def test_shapes_must_agree():
    with pytest.raises(ValueError, match=r"validation_loss should have shape \(1, 3\), received \(1, 2\)"):
        CurveEvidence(
            train_loss=np.ones((1, 3)), validation_loss=np.ones((1, 2)), epochs=np.arange(3), failed=np.array([False])
        )
