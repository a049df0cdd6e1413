import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfit.report import text

finite = st.floats(-1e300, 1e300)


@given(finite)
def test_a_number_reads_back_to_three_digits(value):
    written = text.number(value).replace(text.MINUS, "-").replace(",", "")

    assert float(written) == pytest.approx(value, rel=6e-3)


@given(finite, finite, finite)
def test_an_interval_can_always_be_written(value, low, high):
    assert " to " in text.interval(value, min(low, high), max(low, high))


@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_what_is_not_a_number_is_a_dash(value):
    assert text.number(value) == text.fixed(value, 3) == text.signed(value, 3) == text.MISSING
    assert text.duration(value) == text.measure(value, "accuracy") == text.MISSING


@pytest.mark.parametrize(
    ("value", "written"), [(0.3, "0.3"), (0.30004, "0.300"), (1234.56, "1,235"), (1.5e12, "1,500,000,000,000")]
)
def test_zeros_at_the_end_mean_that_it_was_rounded(value, written):
    assert text.number(value) == written
