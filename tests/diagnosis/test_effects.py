import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from wellfit.diagnosis import Effect, effect, equal_within, holm


def measured(low, high, change=None):
    return Effect(change=(low + high) / 2 if change is None else change, low=low, high=high, p=0.5, seeds=5)


def drawn(generator, *, seeds=5, rows=60, change=0.0, by_seed=0.05, by_row=0.4, noise=0.2):
    """Row losses of a remedy and its reference whose true difference, over all seeds and rows, is `change`."""
    reference = generator.normal(1, 0.3, (seeds, rows))
    difference = change + generator.normal(0, by_seed, (seeds, 1)) + generator.normal(0, by_row, rows)
    return reference + difference + generator.normal(0, noise, (seeds, rows)), reference


def test_by_hand_with_folds():
    # Differences of two seeds, rows of fold 0 and of fold 1: [[1, 3], [1, 7]] and [[5, 3], [5, 3]], each a fold of two.
    # Seed means are 2 and 4 in fold 0 (variance 2), 4 and 4 in fold 1 (0): V_seeds = (1/2)^2 * 2 / 2 = 0.25, of
    # 2 * (2 - 1) degrees of freedom. Row means 1, 5, 5, 3: mean 3.5, variance 11/3, V_rows = 11/12.
    found = effect(np.array([[1.0, 3, 5, 3], [1, 7, 5, 3]]), np.zeros((2, 4)), folds=np.array([0, 0, 1, 1]))
    by_seed, by_row = 0.25, 11 / 12
    degrees = (by_seed + by_row) ** 2 / (by_seed**2 / 2 + by_row**2 / 3)
    assert found.change == 3.5
    assert found.p == pytest.approx(2 * stats.t.sf(3.5 / math.sqrt(by_seed + by_row), degrees))


def test_one_fold_is_no_folds():
    remedy, reference = drawn(np.random.default_rng(5))
    assert effect(remedy, reference, folds=np.zeros(60, int)) == effect(remedy, reference)


def fit(x, seed):
    """40 random features of x, the same for a seed: the first layer of a network that is not trained."""
    random = np.random.default_rng(seed)
    return np.maximum(x @ random.normal(size=(5, 40)) + random.normal(size=40), 0) / np.sqrt(40)


def cross_validated(generator, judged, *, rows=130, folds=8, seeds=2, more=6):
    """The losses of a strong penalty minus those of a weak one, [seeds, rows], and their true difference.

    Ridge regression on random features in place of a trained network: folds share training rows as they do
    there, and the truth is known from many other rows, under these and other seeds of the same folds.
    """
    x = generator.normal(size=(rows, 5))
    y = truth(x) + 0.5 * generator.standard_t(4, rows)
    fold = generator.permutation(np.arange(rows) % folds)
    difference, expected = np.empty((seeds, rows)), []
    for k in range(folds):
        train, held = (fold != k) & (fold != (k + 1) % folds), fold == k
        for seed in range(seeds + more):
            start = int(generator.integers(2**60))
            inputs, held_out, others = (fit(part, start) for part in (x[train], x[held], judged[0]))
            weights = [np.linalg.solve(inputs.T @ inputs + a * np.eye(40), inputs.T @ y[train]) for a in (1.0, 0.3)]
            strong, weak = ((others @ w - judged[1]) ** 2 for w in weights)
            expected.append((strong - weak).mean())
            if seed < seeds:
                difference[seed, held] = np.subtract(*((held_out @ w - y[held]) ** 2 for w in weights))
    return difference, fold, np.mean(expected)


def truth(x):
    return np.sin(x[:, 0]) + 0.5 * x[:, 1] * x[:, 2]


def test_the_interval_of_cross_validation_covers_the_truth():
    generator = np.random.default_rng(11)
    others = generator.normal(size=(1000, 5))
    judged = others, truth(others) + 0.5 * generator.standard_t(4, 1000)
    covered = []
    for _ in range(200):
        difference, folds, expected = cross_validated(generator, judged)
        found = effect(difference, np.zeros_like(difference), folds=folds)
        covered.append(found.low <= expected <= found.high)
    # 95 %, up to two and a half standard errors of the simulation.
    assert 0.91 <= np.mean(covered) <= 0.99


def test_by_hand():
    # Differences [[1, 3], [3, 5]]: mean 3; seed means 2 and 4, variance 2, over 2 seeds 1; row means 2 and 4: 1 too.
    # Standard error sqrt(2); degrees of freedom (1 + 1)^2 / (1 + 1) = 2; t = 4.302653.
    found = effect(np.array([[1.0, 3.0], [3.0, 5.0]]), np.zeros((2, 2)))
    assert found.change == 3.0
    assert found.high - 3 == pytest.approx(4.302653 * math.sqrt(2), abs=1e-5)
    assert found.p == pytest.approx(2 * stats.t.sf(3 / math.sqrt(2), 2))
    assert found.seeds == 2


def test_rows_alone_are_the_paired_t_test():
    # Differences that are the same for every seed: what is left is scipy's one-sample t test over rows.
    generator = np.random.default_rng(1)
    row = generator.normal(0.1, 1, 30)
    found, known = effect(np.tile(row, (5, 1)), np.zeros((5, 30))), stats.ttest_1samp(row, 0)
    assert found.p == pytest.approx(known.pvalue)
    assert found.low == pytest.approx(known.confidence_interval().low)


def test_seeds_alone_are_the_paired_t_test_over_seeds():
    seed = np.array([0.1, 0.3, -0.1, 0.2, 0.4])
    found, known = effect(np.tile(seed[:, None], (1, 8)), np.zeros((5, 8))), stats.ttest_1samp(seed, 0)
    assert found.p == pytest.approx(known.pvalue)
    assert found.high == pytest.approx(known.confidence_interval().high)


@pytest.mark.parametrize(
    "sources", [{"by_seed": 0.2, "by_row": 0.01}, {"by_seed": 0.0, "by_row": 0.4}, {"by_seed": 0.05, "by_row": 0.4}]
)
def test_interval_covers_the_truth(sources):
    generator = np.random.default_rng(2)
    found = [effect(*drawn(generator, change=0.1, noise=0.05, **sources)) for _ in range(1500)]
    covered = np.mean([one.low <= 0.1 <= one.high for one in found])
    # At least 95 %, up to three standard errors of the simulation; a little more where sources are counted twice.
    assert 0.933 <= covered <= 0.985


def test_an_interval_over_seeds_alone_would_be_too_short():
    generator = np.random.default_rng(3)
    pairs = [drawn(generator) for _ in range(500)]
    alone = [stats.ttest_1samp((a - b).mean(axis=1), 0).pvalue > 0.05 for a, b in pairs]
    both = [effect(a, b).p > 0.05 for a, b in pairs]
    assert np.mean(alone) < 0.8
    assert np.mean(both) > 0.93


def test_a_seed_that_failed_is_left_out():
    remedy = np.array([[0.1, 0.2], [np.nan, 0.1], [0.3, 0.2], [0.2, 0.3]])
    found = effect(remedy, np.full((4, 2), 0.5))
    assert found.seeds == 3
    assert found == effect(remedy[[0, 2, 3]], np.full((3, 2), 0.5))


def test_one_seed_decides_nothing():
    found = effect(np.array([[0.1, 0.2, 0.1]]), np.array([[0.5, 0.6, 0.7]]))
    assert (found.low, found.high, found.p) == (-math.inf, math.inf, 1.0)
    assert not found.better
    assert found.interval.as_dict()["low"] is None


def test_equal_losses_differ_by_nothing():
    same = np.random.default_rng(0).normal(size=(3, 4))
    found = effect(same, same)
    assert (found.change, found.low, found.high, found.p) == (0, 0, 0, 1)


def test_the_same_difference_everywhere_is_certain():
    reference = np.random.default_rng(0).normal(size=(3, 4))
    found = effect(reference - 0.25, reference)
    assert found.better
    assert found.p < 1e-9


@pytest.mark.parametrize(
    "remedy, reference, text",
    [
        (np.zeros((2, 3)), np.zeros((3, 2)), r"received shapes \(2, 3\) and \(3, 2\)"),
        (np.zeros(3), np.zeros(3), r"two arrays \[seeds, rows\]"),
        (np.full((2, 3), np.nan), np.zeros((2, 3)), "one seed with finite losses"),
        (np.zeros((2, 0)), np.zeros((2, 0)), "one seed with finite losses"),
    ],
)
def test_what_cannot_be_compared(remedy, reference, text):
    with pytest.raises(ValueError, match=text):
        effect(remedy, reference)


@given(arrays(np.float64, (3, 5), elements=st.floats(-100, 100)), arrays(np.float64, (3, 5), elements=st.floats(-9, 9)))
def test_swapping_the_two_turns_the_sign(remedy, reference):
    one, other = effect(remedy, reference), effect(reference, remedy)
    assert one.change == pytest.approx(-other.change)
    assert one.low == pytest.approx(-other.high)
    assert one.p == pytest.approx(other.p)
    assert 0 <= one.p <= 1
    assert one.low <= one.change <= one.high


def test_holm_by_hand():
    # Sorted 0.01, 0.02, 0.03, 0.04 times 4, 3, 2, 1: 0.04, 0.06, 0.06 (not smaller than before), 0.06.
    assert holm([0.04, 0.01, 0.03, 0.02]) == pytest.approx([0.06, 0.04, 0.06, 0.06])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []


def test_holm_errs_in_at_most_five_percent_of_families():
    # Ten remedies that all do nothing, compared with one reference: p-values that depend on each other.
    generator = np.random.default_rng(4)
    values = generator.normal(size=(4000, 10)) / math.sqrt(2) + generator.normal(size=(4000, 1)) / math.sqrt(2)
    p = 2 * stats.norm.sf(np.abs(values))
    corrected = np.mean([min(holm(list(family))) < 0.05 for family in p])
    assert (p.min(axis=1) < 0.05).mean() > 0.2
    assert corrected <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / 4000)


@given(st.lists(st.floats(0, 1), max_size=12))
def test_holm_never_lowers_and_keeps_the_order(p):
    corrected = holm(p)
    assert all(after >= before for before, after in zip(p, corrected, strict=True))
    assert all(corrected[i] <= corrected[j] for i in range(len(p)) for j in range(len(p)) if p[i] < p[j])
    assert max(corrected, default=0) <= 1


@pytest.mark.parametrize("low, high, equal", [(-0.01, 0.01, True), (-0.03, 0.01, False), (-0.01, 0.02, False)])
def test_equal_only_when_the_whole_interval_is_inside(low, high, equal):
    assert equal_within(measured(low, high), margin=0.02) is equal
