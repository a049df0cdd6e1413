"""Dropout with a rate of its own for each member draws what the stock layer draws."""

import numpy as np
import pytest

from wellfit.backend import keras
from wellfit.recipes.networks.member_dropout import MemberDropout

ROWS = np.random.default_rng(0).normal(size=(50, 20)).astype(np.float32)


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.9])
def test_it_draws_the_mask_of_the_stock_layer(rate):
    ours, theirs = MemberDropout(rate, seed=7, name="ours"), keras.layers.Dropout(rate, seed=7)
    for _ in range(2):
        np.testing.assert_allclose(ours(ROWS, training=True), theirs(ROWS, training=True), rtol=1e-6)


def test_a_rate_of_zero_keeps_everything():
    """The stock layer draws nothing then; a member without dropout beside others must still be unchanged."""
    np.testing.assert_array_equal(MemberDropout(0.0, seed=7, name="ours")(ROWS, training=True), ROWS)


def test_it_rests_outside_training():
    np.testing.assert_array_equal(MemberDropout(0.5, seed=7, name="ours")(ROWS), ROWS)


def test_about_the_rate_is_silenced_and_the_mean_is_kept():
    ones = np.ones((1000, 20), np.float32)
    out = np.asarray(MemberDropout(0.25, seed=1, name="ours")(ones, training=True))
    assert (out == 0).mean() == pytest.approx(0.25, abs=0.01)
    assert out.mean() == pytest.approx(1.0, abs=0.02)
