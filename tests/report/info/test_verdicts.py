import pytest

from wellfit.report.info.verdicts import HEADLINES, verdict_text

KINDS = ("diverged", "stuck", "no_signal", "underfit", "overfit", "well_fit", "undetermined")


@pytest.mark.parametrize("kind", KINDS)
def test_every_verdict_has_a_headline(recorded, kind):
    text = verdict_text(recorded(verdict={"kind": kind, "recipe": "plain", "sentence": "So it is."}))

    assert text.headline == HEADLINES[kind][0]
    assert text.sentence == "So it is."
    assert text.onset == ""


@pytest.mark.parametrize(
    ("onset", "text"),
    [
        ({"value": 4, "low": 4, "high": 5}, "between epoch 4 and 5 (95 % interval over seeds)"),
        ({"value": 4, "low": 4, "high": 4}, "epoch 4 (the same at both ends of its 95 % interval over seeds)"),
        ({"value": 4, "low": None, "high": None}, "epoch 4"),
    ],
)
def test_the_onset_is_in_the_headline_and_its_interval_below(recorded, onset, text):
    shown = verdict_text(recorded(verdict={"kind": "overfit", "onset_epoch": onset}))

    assert shown.headline == "Overfits from epoch 4 on"
    assert shown.onset == text


@pytest.mark.parametrize(
    ("advice", "sentences"), [("Stop.", ["Stop."]), (["Stop.", "Rest."], ["Stop.", "Rest."]), ("", []), (None, [])]
)
def test_advice_is_one_sentence_or_several(recorded, advice, sentences):
    assert verdict_text(recorded(verdict={"kind": "stuck", "advice": advice})).advice == sentences


def test_a_later_kind_is_shown_by_its_name(recorded):
    assert verdict_text(recorded(verdict={"kind": "quite_new"})).headline == "Quite new"


def test_before_the_verdict_there_is_none(recorded):
    assert verdict_text(recorded()) is None
