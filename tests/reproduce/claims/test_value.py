import numpy as np
import pytest
from scipy import stats

from wellfit.reproduce.claims.value import Value, one_more, rounded


def claim(low, high, **options):
    return Value(what="loss", reported="a number", low=low, high=high, variant="a", **options)


def test_one_more_run_is_student_s_prediction_interval():
    samples = np.array([1.0, 2.0, 4.0])
    low, high = one_more(samples)
    half = stats.t.ppf(0.975, 2) * samples.std(ddof=1) * np.sqrt(1 + 1 / 3)
    np.testing.assert_allclose([low, high], [samples.mean() - half, samples.mean() + half])


def test_rows_add_their_variance_twice_and_are_known_better_than_seeds():
    samples, rows = np.array([0.50, 0.52]), 0.01
    low, high = one_more(samples, rows)
    over_seeds = samples.var(ddof=1) * 1.5
    freedom = ((over_seeds + 2 * rows) / over_seeds) ** 2
    half = stats.t.ppf(0.975, freedom) * np.sqrt(over_seeds + 2 * rows)
    np.testing.assert_allclose([low, high], [0.51 - half, 0.51 + half])
    assert one_more(np.array([1.0, 1.0])) == (1.0, 1.0)


def test_it_covers_the_next_draw_in_95_of_100_cases():
    draws = np.random.default_rng(0).normal(size=(4_000, 6))
    inside = [low <= draw[5] <= high for draw in draws for low, high in [one_more(draw[:5])]]
    assert np.mean(inside) == pytest.approx(0.95, abs=0.012)


@pytest.mark.parametrize("low, high, agrees", [(2.4, 2.4, "yes"), (9.0, 9.5, "no"), (6.0, 7.5, "yes"), (-9, -3, "no")])
def test_it_agrees_where_one_more_run_could_give_it(made, low, high, agrees):
    # Lowest losses 1, 2 and 3: one more would give -2.97 to 6.97.
    found = made({"a": [[5, 1, 9], [2, 5, 9], [9, 5, 3]]})
    judged = claim(low, high).judge(found)
    assert (judged.agrees, judged.found.value, judged.measure) == (agrees, 2.0, "validation_loss")
    assert judged.why == "one more run would give -2.968 to 6.968"


def test_other_held_out_rows_widen_what_is_possible(made):
    curves = {"a": [[1.00], [1.01], [0.99]]}
    rows = {"a": np.array([[0.0, 2.0, 1.0, 1.0]] * 3)}
    assert claim(1.5, 1.5).judge(made(curves, rows)).agrees == "no"
    judged = claim(1.5, 1.5).judge(made(curves, rows, same_rows=False))
    assert judged.agrees == "yes"
    assert judged.why.endswith("other held-out rows included")


@pytest.mark.parametrize(
    "when, expected", [("last", [8.0, 7.0]), ("after_first", [6.0, 6.0]), ("lowest", [4.0, 5.0]), ("best", [4.0, 5.0])]
)
def test_which_epoch_is_meant(made, when, expected):
    found = made({"a": [[9, 4, 8], [9, 5, 7]]})
    assert claim(0, 1, when=when).judge(found).found.value == np.mean(expected)


def test_best_is_the_epoch_of_the_lowest_validation_loss(made):
    found = made({"a": [[3, 1, 2], [3, 2, 1]]}, validation_metric={"a": [[0.1, 0.2, 0.9], [0.1, 0.9, 0.4]]})
    assert claim(0, 1, column="validation_metric").judge(found).found.value == pytest.approx(0.3)


def test_one_seed_decides_nothing(made):
    judged = claim(1, 1).judge(made({"a": [[1.0]]}))
    assert (judged.agrees, judged.why) == ("undecided", "one seed says nothing about the spread")


def test_seeds_that_diverged_are_counted_and_left_out(made):
    losses = {"a": [[1.0], [1.2], [np.nan]]}
    judged = claim(1.1, 1.1).judge(made(losses))
    assert (judged.agrees, judged.found.value) == ("yes", pytest.approx(1.1))
    assert judged.why.endswith("1 of 3 seeds have no finite value")
    nothing = claim(1.1, 1.1).judge(made({"a": [[np.nan], [np.inf]]}))
    assert (nothing.agrees, nothing.why) == ("undecided", "2 of 2 seeds have no finite value")
    assert nothing.as_dict()["found"] == {"value": None, "low": None, "high": None}


def test_other_held_out_rows_widen_what_an_accuracy_can_be(made):
    """0.90 of 100 rows: the deviation of a share is 0.03, and that of the difference of two of them 0.042."""
    curves, rows = {"a": [[1.0], [1.0], [1.0]]}, {"a": np.zeros((3, 100))}
    near = claim(0.83, 0.83, column="validation_metric", when="last")
    shares = {"a": [[0.9], [0.9], [0.9]]}
    assert near.judge(made(curves, rows, validation_metric=shares)).agrees == "no"
    judged = near.judge(made(curves, rows, same_rows=False, validation_metric=shares))
    assert judged.agrees == "yes"
    assert judged.why.startswith("one more run would give 0.81")
    far = claim(0.80, 0.80, column="validation_metric", when="last")
    assert far.judge(made(curves, rows, same_rows=False, validation_metric=shares)).agrees == "no"


@pytest.mark.parametrize(
    "reported, low, high",
    [("0.2735", 0.27345, 0.27355), ("about 0.80", 0.795, 0.805), ("0.000301", 0.0003005, 0.0003015), ("4", 3.5, 4.5)],
)
def test_a_number_in_digits_is_right_to_half_of_its_last(reported, low, high):
    made = rounded(what="loss", reported=reported, variant="a", column="epoch", when="last")
    assert made == Value(what="loss", reported=reported, low=low, high=high, variant="a", column="epoch", when="last")
