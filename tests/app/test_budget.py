import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfit.app.budget import parse_budget
from wellfit.errors import OptionError


@pytest.mark.parametrize(
    "text, seconds",
    [
        ("90s", 90),
        ("10m", 600),
        ("1h", 3600),
        ("1h30m", 5400),
        ("1h 30m 5s", 5405),
        ("1.5h", 5400),
        (".5m", 30),
        ("45", 45),
        ("0.5", 0.5),
        (" 2 min ", 120),
        ("10M", 600),
    ],
)
def test_lengths_of_time(text, seconds):
    assert parse_budget(text) == seconds


@pytest.mark.parametrize("text", ["", " ", "soon", "10x", "m", "-5", "1h-5m", "1e3", "inf", "nan", "10,5", "5 5", "٣"])
def test_anything_else_is_refused_with_an_example(text):
    with pytest.raises(OptionError) as caught:
        parse_budget(text)
    message = str(caught.value)
    assert f"The budget {text!r} is not a length of time" in message
    assert "such as 90s, 10m, 1h or 1h30m" in message
    assert "--budget 10m" in message


@pytest.mark.parametrize("text", ["0", "0s", "0h0m", "0.0"])
def test_no_time_at_all_is_refused(text):
    with pytest.raises(OptionError, match=rf"The budget '{text}' leaves no time to train.*more than 0 seconds"):
        parse_budget(text)


@given(st.integers(0, 99), st.integers(0, 59), st.integers(1, 59))
def test_hours_minutes_and_seconds_add_up(hours, minutes, seconds):
    assert parse_budget(f"{hours}h{minutes}m{seconds}s") == 3600 * hours + 60 * minutes + seconds


@given(st.text(max_size=20))
def test_any_text_gives_a_positive_number_or_an_option_error(text):
    try:
        seconds = parse_budget(text)
    except OptionError:
        return
    assert seconds > 0
