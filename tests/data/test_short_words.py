import polars as pl
import pytest

from wellfit.data.short_words import count_rows, shares_words, short_words, words_a_value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("C85", {"c", "85"}),
        ("vw 1131 deluxe (sw)", {"vw", "1131", "deluxe", "sw"}),
        ("Zoë-ZOË", {"zoë"}),
        ("--", set()),
    ],
)
def test_runs_of_letters_and_of_digits(text, words):
    assert set(short_words(pl.Series([text]))[0]) == words


def test_rows_of_each_word_are_counted_once():
    counts = count_rows(pl.Series(["a a b", "b", None]))
    assert counts.rows() == [("b", 2), ("a", 1)]


def test_words_a_value():
    assert words_a_value(pl.Series(["a b", "c", ""])) == 1.0
    assert words_a_value(pl.Series(["9f3c-07ab-11d2"])) == 1.0
    assert words_a_value(pl.Series(["漢字かな"])) == 4.0
    assert words_a_value(pl.Series([], dtype=pl.String)) == 0.0


def test_shared_words():
    assert shares_words(pl.Series([f"ford {i}" for i in range(10)] + ["x"] * 5))
    assert not shares_words(pl.Series([f"ford{i}x" for i in range(9)]))
