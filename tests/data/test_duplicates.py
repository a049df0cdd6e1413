"""Which rows are equal."""

import numpy as np
import polars as pl

from wellfit.data.duplicates import group_numbers, is_among


def test_groups_are_numbered_in_order_of_appearance() -> None:
    frame = pl.DataFrame({"a": [3.5, None, 3.5, float("nan"), None, 1.0], "b": ["x", "x", "x", "x", "x", None]})
    assert group_numbers(frame).tolist() == [0, 1, 0, 2, 1, 3]


def test_arrays_and_lists_can_be_equal() -> None:
    pictures = np.zeros((3, 2, 2), dtype=np.uint8)
    pictures[1, 0, 0] = 1
    assert group_numbers(pl.DataFrame({"x": pl.Series(pictures)})).tolist() == [0, 1, 0]
    assert group_numbers(pl.DataFrame({"x": [[1], [1], [2]]})).tolist() == [0, 0, 1]


def test_without_columns_no_row_equals_another() -> None:
    assert group_numbers(pl.DataFrame({"a": [1, 1]}).select([])).tolist() == []


def test_rows_are_found_among_others_of_a_wider_type() -> None:
    rows = pl.DataFrame({"a": [1, 2, None], "b": ["x", "y", "z"]})
    others = pl.DataFrame({"a": [2.0, None, 1.0], "b": ["y", "z", "other"]})
    assert is_among(rows, others).tolist() == [False, True, True]
