"""Verdicts on simulated curves of which the truth is known, controls included."""

import json
from collections import Counter

import numpy as np
import pytest

from wellfit.diagnosis import judge


def falls(epoch):
    return 0.2 + 0.5 * np.exp(-epoch / 2)


def turns(epoch):
    return falls(epoch) + 0.01 * np.maximum(epoch - 4, 0)


def by_heart(epoch):
    return 0.05 + 0.6 * np.exp(-epoch / 4)


def slowly(epoch):
    return 0.65 - 0.02 * epoch


def nothing_new(epoch):
    return 0.69 + 0.01 * epoch


def level(epoch):
    return 0.70 + 0 * epoch


def worsening(epoch):
    return 0.70 + 0.1 * epoch


KINDS = {
    "diverged": (worsening, worsening, {}),
    "stuck": (level, level, {}),
    "no_signal": (nothing_new, by_heart, {}),
    "overfit": (turns, by_heart, {}),
    "underfit": (slowly, slowly, {}),
    "well_fit": (falls, by_heart, {}),
    "undetermined": (falls, by_heart, {"bigger": None}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_recognised(simulated, kind):
    held_out, training, options = KINDS[kind]
    found = Counter(judge(simulated(held_out, training, truth=truth, **options)).kind for truth in range(60))
    assert found[kind] >= 50, found


@pytest.mark.parametrize("kind", KINDS)
def test_sentences_are_plain_and_carry_their_numbers(simulated, kind):
    held_out, training, options = KINDS[kind]
    found = judge(simulated(held_out, training, truth=0, **options), recipe="two layers of 16")
    assert found.kind == kind
    assert "two layers of 16" in found.sentence
    assert "5 seeds" in found.sentence
    assert found.sentence.endswith(".")
    assert found.sentence.count(". ") <= 1
    assert found.advice.endswith((".", "(--seeds 10)."))
    assert json.loads(json.dumps(found.as_dict(), allow_nan=False))["kind"] == kind
    assert ("nan" in found.sentence, "inf" in found.sentence) == (False, False)


@pytest.mark.parametrize("bounces", [0.002, 0.01, 0.03])
@pytest.mark.parametrize("epochs", [20, 60])
def test_flat_curves_that_bounce_do_not_overfit(simulated, bounces, epochs):
    # Every one of them ends above its own minimum; that is luck, and the verdict must know.
    curves = [simulated(falls, by_heart, truth=truth, bounces=bounces, epochs=epochs) for truth in range(80)]
    assert all((one.validation_loss[:, -1] >= one.validation_loss.min(axis=1)).all() for one in curves)
    found = Counter(judge(one).kind for one in curves)
    assert found["overfit"] <= 4, found
    assert found["well_fit"] >= 64, found


def test_overfitting_is_seen_through_strong_bouncing(simulated):
    found = Counter(judge(simulated(turns, by_heart, truth=truth, bounces=0.03)).kind for truth in range(60))
    assert found["overfit"] >= 48, found


def test_onset_is_where_the_truth_turns(simulated):
    # The expected loss is lowest at epoch 6: 0.5/2 exp(-e/2) = 0.01 at e = 2 ln 25 = 6.4.
    found = [judge(simulated(turns, by_heart, truth=truth)) for truth in range(60)]
    assert np.mean([one.onset.low <= 6.4 <= one.onset.high for one in found if one.onset]) >= 0.9
    assert found[0].as_dict()["onset_epoch"].keys() == {"value", "low", "high"}


def test_a_small_signal_in_few_rows_is_not_called_overfitting(simulated):
    found = Counter(judge(simulated(nothing_new, by_heart, truth=truth, rows=40)).kind for truth in range(60))
    assert found["no_signal"] >= 54, found


@pytest.mark.parametrize(("epochs", "kind"), [(4, "undetermined"), (7, "undetermined"), (8, "no_signal")])
def test_a_few_epochs_do_not_say_that_there_is_no_signal(simulated, epochs, kind):
    found = judge(simulated(nothing_new, by_heart, truth=0, epochs=epochs))
    assert found.kind == kind
    assert (f"after {epochs} epochs nothing of it shows" in found.sentence) == (kind == "undetermined")
    assert ("larger --budget" in found.advice) == (kind == "undetermined")


def test_a_larger_network_that_does_better_means_underfit(simulated):
    found = judge(simulated(falls, by_heart, truth=1, bigger=-0.05))
    assert found.kind == "underfit"
    assert "a larger network lowers this loss by" in found.sentence
    assert found.evidence["larger_minus_this"]["high"] < 0


def test_overfitting_comes_before_capacity(simulated):
    assert judge(simulated(turns, by_heart, truth=1, bigger=-0.05)).kind == "overfit"


def test_a_single_seed_decides_nothing_but_divergence(simulated):
    found = judge(simulated(turns, by_heart, truth=0, seeds=1))
    assert found.kind == "undetermined"
    assert "1 seed:" in found.sentence
    assert "--seeds 5" in found.advice
    assert judge(simulated(worsening, worsening, truth=0, seeds=1)).kind == "diverged"


def test_half_of_the_seeds_failing_is_divergence(simulated):
    failed = np.array([True, True, True, False, False])
    found = judge(simulated(turns, by_heart, truth=0, failed=failed))
    assert found.kind == "diverged"
    assert "in 3 of 5 seeds the loss is no longer a finite number" in found.sentence
    fewer = judge(simulated(turns, by_heart, truth=0, failed=np.array([True, True, False, False, False])))
    assert fewer.kind == "overfit"
    assert "3 seeds" in fewer.sentence


def test_the_start_is_taken_from_the_measurement_where_there_is_one(simulated):
    assert judge(simulated(worsening, worsening, truth=0, initial_train=9.0)).kind == "stuck"


def test_stuck_needs_input_that_can_be_fitted(simulated):
    def at_constant(epoch):
        return 0.69 + 0 * epoch

    seen = {
        value: judge(simulated(at_constant, at_constant, truth=0, input_can_be_fitted=value))
        for value in (True, False, None)
    }
    assert {value: one.kind for value, one in seen.items()} == {True: "stuck", False: "no_signal", None: "undetermined"}
    assert "although the same rows can be learned" in seen[True].sentence
    assert "Nor do the training rows teach it anything" in seen[False].sentence
    assert "learn a single batch by heart" in seen[None].advice


def test_above_the_constant_is_stuck_whatever_else_was_tried(simulated):
    def above(epoch):
        return 0.693 + 0 * epoch

    assert judge(simulated(above, above, truth=0, bounces=0.001, input_can_be_fitted=None)).kind == "stuck"


def test_turning_curves_on_too_few_rows_are_not_called_well_fit(simulated):
    # The seeds agree that the validation loss turns; the rows held out for judging are too few to confirm it.
    evidence = simulated(turns, by_heart, truth=0, rows=12, constant_rows=np.full(12, 5.0))
    evidence.selection_last[:] = evidence.selection_best + np.linspace(-1.0, 1.2, 12)
    found = judge(evidence)
    assert found.kind == "undetermined"
    assert "looks as if it overfits" in found.sentence
    assert "12 rows" in found.sentence


def test_noise_that_could_hide_a_large_gain_is_not_called_no_signal(simulated):
    evidence = simulated(falls, by_heart, truth=0, rows=4)
    evidence.constant_rows[:] = evidence.selection_best.mean(axis=0)
    evidence.constant_rows[:] += np.array([1.5, -1.0, 1.0, 0.5])
    found = judge(evidence)
    assert found.kind == "undetermined"
    assert "cannot be said" in found.sentence
    assert "More held-out rows" in found.advice


def test_seeds_that_differ_wildly_are_not_called_well_fit(simulated):
    # As at a learning rate far too high: the rise is within noise only because there is so much of it.
    evidence = simulated(falls, by_heart, truth=0)
    evidence.selection_last[:] += np.array([-0.1, 0.5, 0.0, 0.3, -0.1])[:, None]
    found = judge(evidence)
    assert found.kind == "undetermined"
    assert "differs too much between 5 seeds" in found.sentence
    assert "Lower the learning rate" in found.advice


def test_a_larger_network_is_not_the_first_advice_while_the_loss_still_falls(simulated):
    found = judge(simulated(slowly, slowly, truth=0, bigger=-0.05))
    assert found.kind == "underfit"
    assert found.advice.startswith("Train for more epochs first")


def test_rising_with_the_training_loss_is_unsteady_training(simulated):
    found = judge(simulated(turns, turns, truth=0))
    assert found.kind == "undetermined"
    assert "unsteady" in found.sentence
