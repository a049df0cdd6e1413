"""Medians, ratios and agreement of an experiment, from runs that are written down."""

import math

import pytest


@pytest.fixture
def rounds():
    from parts.sides import Side

    def side(seconds, *best):
        losses = {"net": {"best": list(best), "last": list(best)}}
        return Side(seconds=seconds, gigabytes=seconds / 10, losses=losses, compiling=0.5, training=seconds / 2)

    return {
        "loop": [side(30.0, 0.30), side(20.0, 0.32), side(25.0, 0.31)],
        "cold": [side(5.0, 0.31), side(4.0, 0.30), side(9.0, 0.33)],
        "warm": [side(2.0, 0.31), side(2.5, 0.30), side(3.0, 0.33)],
        "tensorflow": [],
        "logits": [],
    }


def experiment(**changed):
    from parts.experiments import Experiment

    return Experiment(**({"name": "drawn", "family": "drawn", "at_least": 4, "aim": 8, "needs": "file"} | changed))


def test_a_row_has_medians_and_their_ratio(rounds):
    from parts.pairs import row

    found = row(experiment(), rounds)
    assert (found["reference"], found["ours"], found["ours_warm"]) == (25.0, 5.0, 2.5)
    assert (found["ratio"], found["ratio_warm"]) == (5.0, 10.0)
    assert found["reached"] is True
    assert row(experiment(at_least=5.1), rounds)["reached"] is False
    assert found["disagreeing"] == []
    assert found["gigabytes"] == {"loop": 3.0, "cold": pytest.approx(0.9), "warm": pytest.approx(0.3)}
    assert found["where"]["cold"] == {"compiling": 0.5, "training": 2.5, "seconds": 5.0, "programs": 0}


def test_losses_beyond_noise_are_named(rounds):
    from dataclasses import replace

    from parts.pairs import row

    rounds["cold"] = [
        replace(s, losses={"net": {"best": [0.5 + i / 100], "last": [0.5]}}) for i, s in enumerate(rounds["cold"])
    ]
    assert row(experiment(), rounds)["disagreeing"] == ["net"]
    # A clipped loss counts as it is on TensorFlow.
    rounds["logits"] = rounds["cold"]
    assert row(experiment(clipped=("net",)), rounds)["disagreeing"] == []


def test_tensorflow_must_be_reached_where_it_is_asked_for(rounds):
    from parts.pairs import row

    without = row(experiment(name="dogs_vs_cats"), rounds)
    assert (without["reached"], without["why_tensorflow"]) == (
        False,
        "no environment with TensorFlow was named: --tensorflow PYTHON",
    )
    rounds["tensorflow"] = rounds["cold"]
    assert row(experiment(name="dogs_vs_cats"), rounds)["ratio_tensorflow"] == 1.0


@pytest.mark.parametrize(
    ("ours", "loop", "agree"),
    [
        ([0.30, 0.31, 0.32], [0.31, 0.32, 0.30], True),
        ([0.30, 0.31, 0.32], [0.40, 0.41, 0.42], False),
        ([0.30], [0.31, 0.32], None),
        ([math.nan, math.inf], [math.nan], True),
        ([math.nan], [0.3, 0.3], False),
        ([0.25, 0.25], [0.25, 0.25], True),
    ],
)
def test_agreement_is_within_what_the_seeds_show(ours, loop, agree):
    from parts.agreement import compare

    assert compare(ours, loop).agree is agree


def test_the_interval_of_a_difference():
    """n = m = 2, pooled variance 0.5: 9.9248 * sqrt(0.5), as t(2) has 9.9248 at 0.995."""
    from parts.agreement import compare

    found = compare([1.0, 2.0], [4.0, 5.0])
    assert found.difference == -3.0
    assert found.high - found.difference == pytest.approx(9.9248 * math.sqrt(0.5), abs=1e-3)


def test_an_experiment_without_its_data_says_so(tmp_path):
    from parts.experiments import Place
    from parts.pairs import measure

    where = Place(reference=tmp_path / "loop.py", data=tmp_path, tensorflow=None)
    found = measure(experiment(), where, 3, print)
    assert found["ratio"] is None
    assert found["why"] == f"{tmp_path / 'file'} is not there"
