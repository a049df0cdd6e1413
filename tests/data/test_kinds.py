import hashlib
from datetime import date, time, timedelta
from decimal import Decimal

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfit.data.column import KINDS_LEFT_OUT, KINDS_USED, Column
from wellfit.data.kinds import column_of
from wellfit.errors import DataError

SENTENCE = "a rather long sentence of more than seven words number"
HASHES = [hashlib.sha1(bytes([i])).hexdigest()[:12] for i in range(200)]
MAKERS = ("ford", "fiat", "honda")


def series(values, name: str = "c", dtype=None) -> pl.Series:
    return pl.Series(name, values, dtype=dtype, strict=False)


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        # numbers
        (series([1, 2, 2, 3]), "numeric"),
        (series([0.1 * i for i in range(100)]), "numeric"),  # every value another one, but no identifier
        (series([1.0, None, 2.0]), "numeric"),
        (series([5, None, 5]), "numeric"),  # whether it is missing may tell
        (series([i * i for i in range(100)]), "numeric"),
        (series([Decimal("1.5"), Decimal("2.5")]), "numeric"),
        (series([time(1), time(2)]), "numeric"),
        (series([timedelta(1), timedelta(2)]), "numeric"),
        (series(["1", "2.5", None]), "numeric"),
        (series(["1"] * 99 + ["2"] * 100 + ["one"]), "numeric"),
        # row numbers
        (series(range(100)), "identifier"),
        (series(np.random.default_rng(0).permutation(100)), "identifier"),
        (series([i for i in range(104) if i % 26]), "identifier"),  # some rows were left out
        (series(range(100), "year"), "numeric"),
        (series(range(10)), "numeric"),  # too few to tell
        (series([7 * i for i in range(100)], "customer_id"), "identifier"),
        (series([7 * i for i in range(100)], "PassengerId"), "identifier"),
        (series([7 * i for i in range(100)], "acid"), "numeric"),
        (series([7 * (i // 2) for i in range(100)], "customer_id"), "numeric"),  # repeated: customers may differ
        # strings
        (series(["a", "b", "a"]), "categorical"),
        (series(["a", None, "a"]), "categorical"),
        (series(["a", "b"], dtype=pl.Categorical), "categorical"),
        (series([f"level {i % 200}" for i in range(1000)]), "categorical"),
        (
            series(["I agree with nearly all that was said here", "I do not agree with what was said"] * 9),
            "categorical",
        ),
        (series([f"{MAKERS[i % 3]} {i}" for i in range(100)]), "short_text"),
        (series([f"C{i}" if i % 2 else f"D{i}" for i in range(100)]), "short_text"),
        (series(HASHES), "identifier"),
        (series([f"{SENTENCE} {i}" for i in range(100)]), "text"),
        (series(["02139", "10001", "02139", "94103"] * 5), "categorical"),  # codes are no quantities
        # truth values
        (series([True, False]), "boolean"),
        (series([True, None]), "boolean"),
        (series(["yes", "No", "yes", None]), "boolean"),
        (series(["yes", "maybe"]), "categorical"),
        # dates
        (series([date(2020, 1, i) for i in range(1, 30)]), "datetime"),
        (series([f"2020-01-{i:02}" for i in range(1, 30)]), "datetime"),
        # nothing to learn from
        (series([7, 7, 7]), "constant"),
        (series(["x", "x"]), "constant"),
        (series([True, True]), "constant"),
        (series([date(2020, 1, 1)] * 3), "constant"),
        (series([None, None]), "constant"),
        (series([None, None], dtype=pl.Float64), "constant"),
        (series(["?", " ", "NA"]), "constant"),
        (series([float("nan"), float("nan")]), "constant"),
        # nested
        (series([[1.0, 2.0], [3.0, 4.0]], dtype=pl.Array(pl.Float64, 2)), "array"),
        (series([["a"], ["b"]], dtype=pl.Array(pl.String, 1)), "nested"),
        (series([[1], [2, 3]]), "nested"),
        (series([{"a": 1}, {"a": 2}]), "nested"),
        (series([b"1", b"2"]), "nested"),
        pytest.param(series([object(), object()], dtype=pl.Object), "nested", id="objects"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value.dtype}-{value[0]}".replace("\n", " ")[:40],
)
def test_kind(column, kind):
    assert column_of(column).kind == kind


@pytest.mark.parametrize(
    ("column", "kind"),
    [(series(range(100)), "numeric"), (series(HASHES), "short_text")],
)
def test_what_is_kept_is_no_identifier(column, kind):
    assert column_of(column, keep=True).kind == kind


def test_cells_that_cannot_be_read_are_counted():
    assert column_of(series(["1"] * 99 + ["2"] * 100 + ["one"])).unreadable == 1
    assert column_of(series([f"2020-01-{i:02}" for i in range(1, 30)] + ["soon"])).unreadable == 1


def test_dates_remember_their_layout():
    assert column_of(series(["31.12.2020", "01.02.2021"])).layout == "%d.%m.%Y"


@pytest.mark.parametrize("value", [float("inf"), -float("inf"), 1e31])
def test_infinite_and_huge_numbers_are_refused(value):
    with pytest.raises(
        DataError,
        match=r"Column 'c' holds infinite or unusably large numbers in 1 of its cells; expected finite numbers up to "
        r"1e\+30, received .*\. Correct these cells, leave them empty, or leave the column out\.",
    ):
        column_of(series([1.0, value, None, float("nan")]))


def test_unknown_kinds_are_refused():
    with pytest.raises(ValueError, match="unknown kind of column 'magic'"):
        Column(name="c", kind="magic")


@given(
    st.one_of(
        st.lists(st.one_of(st.none(), st.text()), min_size=1),
        st.lists(st.one_of(st.none(), st.integers(-(2**62), 2**62)), min_size=1),
        st.lists(st.one_of(st.none(), st.floats(-1e30, 1e30)), min_size=1),
        st.lists(st.one_of(st.none(), st.datetimes()), min_size=1),
    )
)
def test_every_column_has_a_kind(values):
    assert column_of(pl.Series("c", values)).kind in KINDS_USED + KINDS_LEFT_OUT
