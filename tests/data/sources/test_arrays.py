"""Arrays as columns."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from wellfit.data.sources.arrays import feature_frame, target_series
from wellfit.errors import SourceError


def test_a_matrix_is_a_column_for_each_feature() -> None:
    frame = feature_frame(np.array([[1, 2], [3, 4]], dtype=np.uint8), "x")
    assert frame.to_dict(as_series=False) == {"x_0": [1, 3], "x_1": [2, 4]}
    assert frame.dtypes == [pl.UInt8, pl.UInt8]


def test_pictures_are_one_array_column() -> None:
    pictures = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
    series = feature_frame(pictures, "x")["x"]
    assert series.dtype == pl.Array(pl.Float32, (3, 4))
    np.testing.assert_array_equal(series.to_numpy(), pictures)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (np.array(["a b", "c"]), ["a b", "c"]),
        (np.array([b"a", "é".encode()]), ["a", "é"]),
        (np.array([1, None, "x"], dtype=object), ["1", None, "x"]),
        (np.array([1.5, 2.5], dtype=">f8"), [1.5, 2.5]),
        (np.array([1.5, 2.5], dtype=np.float16), [1.5, 2.5]),
        (np.array([True, False]), [True, False]),
    ],
)
def test_types(values: np.ndarray, expected: list[object]) -> None:
    assert feature_frame(values, "x")["x"].to_list() == expected


def test_named_fields_are_columns() -> None:
    rows = np.array([(1, 2.5), (3, 4.5)], dtype=[("a", "i4"), ("b", "f8")])
    assert feature_frame(rows, "x").rows() == [(1, 2.5), (3, 4.5)]


@given(arrays.arrays(np.float32, arrays.array_shapes(min_dims=2, max_dims=2), elements=st.floats(-1, 1, width=32)))
def test_a_matrix_survives(values: np.ndarray) -> None:
    np.testing.assert_array_equal(feature_frame(values, "x").to_numpy(), values)


@pytest.mark.parametrize("values", [np.float64(3), np.zeros((0, 2)), np.zeros((2, 0))])
def test_no_rows(values: np.ndarray) -> None:
    with pytest.raises(SourceError, match=r"has no rows or no values: its shape is"):
        feature_frame(np.asarray(values), "x")


def test_values_that_are_no_numbers() -> None:
    with pytest.raises(SourceError, match=r"holds values of type complex128 in x_0. Expected numbers"):
        feature_frame(np.zeros((2, 2), dtype=complex), "x")


def test_targets() -> None:
    assert target_series(np.array([[1], [2]]), "x", 2).to_list() == [1, 2]
    with pytest.raises(SourceError, match=r"x has 3 rows, y has 2. Every row of x needs one value in y"):
        target_series(np.array([1, 2]), "x", 3)
    with pytest.raises(SourceError, match=r"the shape \(2, 2\).*argmax"):
        target_series(np.eye(2), "x", 2)
