import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfit.app.text import duration, printable


def test_escape_sequences_are_shown_and_not_sent():
    assert printable("\x1b]0;owned\x07") == r"\x1b]0;owned\x07"


def test_lines_are_kept_and_other_white_space_is_a_space():
    assert printable("a\nb\tc\u2028d") == "a\nb c d"


def test_letters_of_any_script_are_kept():
    assert printable("Größe 身長 – é") == "Größe 身長 – é"


@given(st.text())
def test_nothing_unprintable_is_left(text):
    assert all(letter.isprintable() or letter == "\n" for letter in printable(text))


@pytest.mark.parametrize(
    "seconds, words",
    [
        (0, "0.0 s"),
        (59.94, "59.9 s"),
        (59.96, "1 min"),
        (60, "1 min"),
        (61, "1 min 1 s"),
        (3599.7, "1 h"),
        (7260, "2 h 1 min"),
    ],
)
def test_durations(seconds, words):
    assert duration(seconds) == words
