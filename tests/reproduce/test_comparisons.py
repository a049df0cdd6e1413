import numpy as np
import pytest

from wellfit.diagnosis.effects import effect
from wellfit.reproduce.comparisons import comparisons, ranking


@pytest.fixture
def held():
    draw = np.random.default_rng(0)
    base = draw.normal(1.0, 0.2, (4, 300))
    noise = [draw.normal(0, 0.05, (4, 300)) for _ in range(3)]
    return {
        "first": base,
        "lower": base - 0.3 + noise[0],
        "equal": base - 0.3 + noise[1],
        "higher": base + 0.4 + noise[2],
    }


def test_each_stands_against_the_first_with_holm_s_correction(made, held):
    found = comparisons(made({name: [[1.0]] * 4 for name in held}, held), list(held))
    assert [one["variant"] for one in found] == ["lower", "equal", "higher"]
    expected = effect(held["lower"], held["first"])
    assert (found[0]["change"], found[0]["low"], found[0]["high"]) == (expected.change, expected.low, expected.high)
    assert all(one["p"] <= one["p_holm"] < 0.001 for one in found)


def test_a_variant_that_always_diverged_is_left_out(made, held):
    held["higher"] = np.full((4, 300), np.nan)
    found = made({name: [[1.0]] * 4 for name in held}, held)
    assert [one["variant"] for one in comparisons(found, list(held))] == ["lower", "equal"]
    assert "higher" not in ranking(found, dict.fromkeys(held, 1.0))


def test_the_ranking_says_no_more_than_the_intervals(made, held):
    found = made({name: [[1.0]] * 4 for name in held}, held)
    told = ranking(found, dict.fromkeys(held, 1.0))
    one, other = ("lower", "equal") if held["lower"].mean() < held["equal"].mean() else ("equal", "lower")
    assert f"is that of {one} (" in told
    assert told.endswith(f"Not to be told apart from it: {other}. The others are above it beyond noise.")


def test_no_ranking_where_nothing_can_be_told_apart(made, held):
    pair = {name: held[name] for name in ("lower", "equal")}
    told = ranking(made({name: [[1.0]] * 4 for name in pair}, pair), dict.fromkeys(pair, 1.0))
    assert told.endswith("the number of comparisons counted: these seeds and rows allow no ranking.")


def test_one_that_is_below_all_others(made, held):
    pair = {name: held[name] for name in ("lower", "higher")}
    told = ranking(made({name: [[1.0]] * 4 for name in pair}, pair), dict.fromkeys(pair, 1.0))
    assert told.endswith("It is below all others beyond noise, corrected for the number of comparisons.")


def test_a_single_variant_has_no_ranking(made, held):
    assert ranking(made({"first": [[1.0]] * 4}, held), {"first": 1.0}) is None


def test_one_seed_has_no_interval_and_no_ranking(made, held):
    one = {name: losses[:1] for name, losses in held.items()}
    found = made({name: [[1.0]] for name in one}, one)
    assert {(told["low"], told["high"], told["p_holm"]) for told in comparisons(found, list(one))} == {
        (None, None, 1.0)
    }
    assert ranking(found, dict.fromkeys(one, 1.0)).endswith("these seeds and rows allow no ranking.")
