"""A test source of one's own, joined to the training rows."""

import numpy as np
import polars as pl
import pytest

from wellfit.data.own_test import Joined, join_test
from wellfit.data.table import Table
from wellfit.data.task import Task
from wellfit.errors import DataError

TASK = Task(kind="binary", target="y", classes=("no", "yes"))
OWN = pl.DataFrame({"id": [7, 8, 9, 10], "a": [1, 2, 3, 4], "b": ["x", "y", "x", "y"], "y": ["no", "yes", "no", "yes"]})


def join(test: pl.DataFrame, own: pl.DataFrame = OWN, task: Task = TASK) -> Joined:
    return join_test(own, Table(frame=test, name="new.csv"), task, ["a", "b"])


def test_test_rows_follow_the_training_rows_whatever_the_order_of_columns() -> None:
    joined = join(pl.DataFrame({"y": ["yes", " no "], "extra": [0, 0], "b": ["z", "x"], "a": [5.5, 6.0]}))
    assert joined.frame.rows() == [
        (1.0, "x", "no"),
        (2.0, "y", "yes"),
        (3.0, "x", "no"),
        (4.0, "y", "yes"),
        (5.5, "z", "yes"),
        (6.0, "x", "no"),
    ]
    assert joined.test_rows is not None
    assert (joined.test_rows.tolist(), joined.findings) == ([4, 5], ())


def test_values_are_read_as_the_training_source_has_them() -> None:
    joined = join(pl.DataFrame({"a": ["5", "six"], "b": [1, 2], "y": ["no", "yes"]}))
    assert joined.frame.rows()[4:] == [(5, "1", "no"), (None, "2", "yes")]


def test_training_rows_equal_to_test_rows_are_left_out() -> None:
    joined = join(pl.DataFrame({"a": [4, 5], "b": ["y", "x"], "y": ["yes", "no"]}))
    assert joined.frame["a"].to_list() == [1, 2, 3, 4, 5]
    assert joined.test_rows is not None
    assert joined.test_rows.tolist() == [3, 4]
    assert joined.findings[0].sentence == (
        "1 training row is equal to a row of the test source and was left out, so that the test stays a test."
    )
    assert joined.findings[0].severity == "warning"


def test_equal_features_with_another_label_stay() -> None:
    assert join(pl.DataFrame({"a": [4, 5], "b": ["y", "x"], "y": ["no", "no"]})).frame.height == 6


def test_training_rows_stay_when_most_would_go() -> None:
    joined = join(OWN.head(3).with_columns(y=pl.col("y")))
    assert joined.frame.height == 7
    assert joined.findings[0].sentence.startswith(
        "3 of 4 training rows are equal to a row of the test source. They were kept"
    )
    assert joined.findings[0].severity == "problem"


def test_test_rows_without_target_are_left_out() -> None:
    joined = join(pl.DataFrame({"a": [5, 6, 7], "b": ["x"] * 3, "y": ["no", None, "yes"]}))
    assert joined.frame["a"].to_list()[4:] == [5, 7]
    assert joined.findings[0].sentence == "1 row of the test source without a value of 'y' left out."


def test_test_rows_with_an_unknown_label_are_left_out() -> None:
    joined = join(pl.DataFrame({"a": [5, 6, 7], "b": ["x"] * 3, "y": ["no", "perhaps", "yes"]}))
    assert joined.frame["a"].to_list()[4:] == [5, 7]
    assert joined.findings[0].sentence == (
        "1 row of the test source left out: their labels, 'perhaps', are those of no training row. "
        "Any model is wrong on them, which the test score does not show."
    )


def test_labels_written_otherwise() -> None:
    expected = "its 'y' holds 'no.', 'yes.', expected were 'no', 'yes'. Write the labels in the same way in both."
    with pytest.raises(DataError, match=expected):
        join(pl.DataFrame({"a": [5, 6], "b": ["x", "x"], "y": ["no.", "yes."]}))


def test_columns_that_are_not_there() -> None:
    expected = (
        "The test source new.csv lacks 2 columns of the training source: 'a', 'y'. Its columns are 'b', 'A'. Give it"
    )
    with pytest.raises(DataError, match=expected):
        join(pl.DataFrame({"b": ["x"], "A": [1]}))


def test_too_few_rows() -> None:
    with pytest.raises(
        DataError, match=r"The test source has 1 row with a value of 'y'; expected were at least 2. Add rows"
    ):
        join(pl.DataFrame({"a": [5, 6], "b": ["x", "x"], "y": ["no", None]}))


def test_numbers_are_joined_as_numbers() -> None:
    task = Task(kind="regression", target="y")
    joined = join(
        pl.DataFrame({"a": [5, 6], "b": ["x", "y"], "y": [1, 2]}), OWN.with_columns(y=pl.Series([0.5] * 4)), task
    )
    assert joined.frame["y"].to_list() == [0.5, 0.5, 0.5, 0.5, 1.0, 2.0]


def test_arrays_of_another_shape() -> None:
    own = OWN.with_columns(a=pl.Series(np.zeros((4, 2, 2))))
    with pytest.raises(
        DataError, match=r"The array 'a' of the test source is of type .*; expected was .* Give both the same shape"
    ):
        join(pl.DataFrame({"a": pl.Series(np.zeros((2, 3, 3))), "b": ["x", "y"], "y": ["no", "yes"]}), own)
