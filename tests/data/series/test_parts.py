"""Splits by time."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfit.data.series.parts import split_by_time
from wellfit.errors import DataError


@given(st.integers(150, 400), st.integers(1, 8), st.integers(0, 2**32 - 1))
def test_every_target_is_known_before_the_first_forecast_of_the_next_split(rows, horizon, seed):
    places = np.cumsum(np.random.default_rng(seed).integers(1, 3, rows))
    parts = split_by_time(places, horizon)
    ordered = [parts.train, parts.validation, parts.selection, parts.test]
    for earlier, later in pairwise(ordered):
        assert places[earlier[-1]] + horizon <= places[later[0]]
    assert parts.test[-1] == rows - 1
    assert len(parts.train) > rows / 2


def test_too_few_rows_for_the_distance():
    with pytest.raises(DataError) as caught:
        split_by_time(np.arange(100), 11)
    assert str(caught.value).startswith(
        "There are 100 rows with enough rows before and a known target 11 steps later; expected were about 200 or more"
    )
    with pytest.raises(DataError, match="There are 19 rows with enough rows before"):
        split_by_time(np.arange(19), 1)
