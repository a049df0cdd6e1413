"""Means over rows that follow each other."""

import numpy as np
import pytest

from wellfit.data.series.facts import SeriesRows, apart, in_blocks


@pytest.mark.parametrize("rows, block, blocks", [(100, 7, 14), (10, 7, 8), (5, 7, 5), (100, 1, 100), (50, 1000, 8)])
def test_the_mean_stays_what_it_is(rows, block, blocks):
    losses = np.random.default_rng(0).normal(size=(3, rows))
    found = in_blocks(losses, block)
    assert found.shape == (3, blocks)
    np.testing.assert_allclose(found.mean(axis=1), losses.mean(axis=1))


def test_a_loss_that_is_not_finite_stays_so():
    assert not np.isfinite(in_blocks(np.array([*np.arange(31.0), np.nan]), 4)[-1])


def test_rows_that_are_no_series_stay_apart():
    losses = np.arange(40.0)
    assert apart(losses, None) is losses
    none = np.zeros(0)
    assert len(apart(losses, SeriesRows(spoken_of=none, last=none, season_ago=none, block=4))) == 10


def test_blocks_of_a_slow_walk_vary_as_its_mean_does():
    """Of errors that stay alike for long, single rows promise an interval that is far too short."""
    random = np.random.default_rng(1)
    walks = np.stack([np.convolve(random.normal(size=1100), np.ones(50) / 50, "valid")[:1000] for _ in range(300)])
    true = walks.mean(axis=1).var()
    by_rows = (walks.var(axis=1, ddof=1) / 1000).mean()
    by_blocks = (in_blocks(walks, 100).var(axis=1, ddof=1) / 10).mean()
    assert by_rows < 0.05 * true
    assert 0.5 * true < by_blocks < 1.5 * true
