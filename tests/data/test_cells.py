from datetime import time

import polars as pl
import pytest

from wellfit.data.cells import booleans, numbers, words


@pytest.mark.parametrize("spelling", ["", "  ", "?", "-", "NA", "N/A", " n/a ", "NaN", "nan", "NULL", "null"])
def test_spellings_of_a_missing_value(spelling):
    assert words(pl.Series([spelling, "x"])).to_list() == [None, "x"]


def test_none_is_a_word():
    assert words(pl.Series(["None", "none"])).to_list() == ["None", "none"]


def test_codes_are_the_same_level_as_integers_and_as_floats():
    assert words(pl.Series([1, 2])).to_list() == words(pl.Series([1.0, 2.0])).to_list() == ["1", "2"]


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        (["1", " 2 ", "1e3", "x", "inf", "?"], [1.0, 2.0, 1000.0, None, None, None]),
        ([1.0, float("nan"), float("-inf"), 1e31, None], [1.0, None, None, None, None]),
        ([True, None], [True, None]),
        ([3, None], [3, None]),
        ([time(0, 0, 1)], [1e9]),
    ],
)
def test_numbers(raw, read):
    assert numbers(pl.Series(raw)).to_list() == read


def test_whole_numbers_keep_their_type():
    assert numbers(pl.Series([1, 2], dtype=pl.UInt8)).dtype == pl.UInt8


def test_booleans():
    raw = pl.Series(["TRUE", "f", "Y", "no", "1", "0.0", "2", None, "?"])
    assert booleans(raw).to_list() == [True, False, True, False, True, False, None, None, None]
    assert booleans(pl.Series([1.0, 0.0, None])).to_list() == [True, False, None]
