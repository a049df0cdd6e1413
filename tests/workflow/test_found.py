import pytest

from wellfit.diagnosis import Interval
from wellfit.workflow.found import RecordedEffect, recorded_verdict

STORED = {
    "kind": "overfit",
    "recipe": "plain",
    "onset_epoch": {"value": 4, "low": 3, "high": 6},
    "sentence": "It overfits.",
    "advice": "Stop earlier.",
    "evidence": {"seeds": 5},
}


def test_a_verdict_comes_back_as_it_was_stored():
    verdict = recorded_verdict(STORED)
    assert verdict.onset == Interval(value=4, low=3, high=6)
    assert verdict.as_dict() == STORED


def test_a_verdict_without_onset():
    assert recorded_verdict({**STORED, "kind": "well_fit", "onset_epoch": None}).onset is None


def test_no_verdict_yet():
    assert recorded_verdict(None) is None


def test_an_effect_is_frozen():
    numbers = {"change": -0.1, "low": -0.2, "high": 0.0, "p": 0.05, "p_holm": 0.1, "seeds": 5}
    effect = RecordedEffect(remedy="dropout", recipe="dropout 0.5", metric="loss", adopted=False, reason="", **numbers)
    with pytest.raises(AttributeError):
        effect.change = 0.0
