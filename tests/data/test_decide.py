"""Finding the target and deciding the task."""

import polars as pl
import pytest

from wellfit.data.decide import decide_task, find_target
from wellfit.data.table import Table
from wellfit.errors import DataError, OptionError


def table(*columns: str, target: str | None = None) -> Table:
    return Table(frame=pl.DataFrame({name: [0, 1] for name in columns}), name="tiny.csv", target=target)


@pytest.mark.parametrize("asked, expected", [("b", "b"), ("1", "b"), (1, "b"), ("0", "0"), (" 2 ", "0")])
def test_a_target_is_named_or_counted_from_0_and_names_win(asked: str | int, expected: str) -> None:
    assert find_target(table("a", "b", "0"), asked) == (expected, None)


@pytest.mark.parametrize(
    "columns, expected", [(("y", "label"), "label"), (("a", "Class"), "Class"), (("class", "target"), "target")]
)
def test_a_column_called_like_a_target_is_taken_and_said(columns: tuple[str, ...], expected: str) -> None:
    name, finding = find_target(table(*columns), None)
    assert name == expected
    assert finding is not None
    assert finding.sentence == f"No target was named; the column '{expected}' was taken, because it is called so."


def test_the_target_of_the_source_is_taken_without_a_word() -> None:
    assert find_target(table("x", "label", "species", target="species"), None) == ("species", None)


def test_without_a_target_the_error_lists_the_columns() -> None:
    with pytest.raises(
        OptionError, match=r"no column called target, label, class or y. Its columns are 'a', 'b'. Name"
    ):
        find_target(table("a", "b"), None)


def test_an_unknown_target_lists_the_columns_and_the_closest_one() -> None:
    expected = (
        r"^There is no column 'specis' to take as the target. The columns are 'Species', 'sex'. "
        r"Did you mean 'Species'\? Give --target one of these names, or a position from 0 to 1.$"
    )
    with pytest.raises(OptionError, match=expected):
        find_target(table("Species", "sex"), "specis")


def test_a_position_beyond_the_last_column() -> None:
    with pytest.raises(OptionError, match="no column at position 2: positions start at 0, and there are 2 columns"):
        find_target(table("a", "b"), "2")
    with pytest.raises(OptionError, match="no column '-1'"):
        find_target(table("a", "b"), -1)


@pytest.mark.parametrize(
    "values, kind, classes",
    [
        (["b", "a", "b", None], "binary", ("a", "b")),
        ([" b ", "a", "b", ""], "binary", ("a", "b")),
        ([True, False, None], "binary", ("false", "true")),
        ([0.0, 1.0, float("nan")], "binary", ("0", "1")),
        ([-1, 1, 1], "binary", ("-1", "1")),
        ([0.5, 0.7, 0.7], "binary", ("0.5", "0.7")),
        (["a", "b", "c"] * 2, "multiclass", ("a", "b", "c")),
        (list(range(11)) * 5, "multiclass", tuple(map(str, range(11)))),
        ([1.0, 2.0, 3.0] * 5, "multiclass", ("1", "2", "3")),
        ([-1, 0, 1] * 5, "multiclass", ("-1", "0", "1")),
        ([0, 1, 3] * 5, "regression", ()),
        ([3, 4, 5, 6, 7, 8] * 50, "regression", ()),
        (list(range(21)) * 5, "regression", ()),
        ([0, 1, 2] * 4, "regression", ()),
        ([1.5, 2.0, 3.0] * 50, "regression", ()),
    ],
)
def test_the_values_decide(values: list[object], kind: str, classes: tuple[str, ...]) -> None:
    task = decide_task(pl.Series(values), "y")
    assert (task.kind, task.classes, task.target) == (kind, classes, "y")


@pytest.mark.parametrize(
    "values, reason",
    [
        ([0, 1], "the target has two different values"),
        (["a", "b", "c"] * 2, "the target has 3 different texts"),
        (
            [1, 2, 3] * 5,
            "the target has the 3 whole numbers from 1 to 3, as classes are numbered; "
            "take --task regression if they are quantities",
        ),
        (
            [3, 4, 5] * 5,
            "the target has 3 different whole numbers from 3 to 5, unlike classes numbered from 0 or 1; "
            "take --task multiclass if they are labels",
        ),
        (list(range(100, 200)), "the target has 100 different whole numbers from 100 to 199"),
        ([0.5, 1.0, 1.5], "the target is a number with 3 different values, not all of them whole"),
    ],
)
def test_the_reason_is_a_clause(values: list[object], reason: str) -> None:
    assert decide_task(pl.Series(values), "y").reason == reason


def test_the_kind_can_be_asked_for() -> None:
    assert decide_task(pl.Series([3, 4, 5] * 5), "y", "multiclass").classes == ("3", "4", "5")
    assert decide_task(pl.Series([0, 1, 0]), "y", "regression").kind == "regression"
    assert decide_task(pl.Series(["1.5", "2", "3"]), "y", "regression").reason == "it was asked for"
    assert decide_task(pl.Series(["a", "b"]), "y", "multiclass").outputs == 2


def test_an_unknown_task() -> None:
    expected = (
        r"^There is no task 'regresion'. Did you mean 'regression'\? "
        "The tasks are 'binary', 'multiclass', 'regression'; without --task, the target's values decide.$"
    )
    with pytest.raises(OptionError, match=expected):
        decide_task(pl.Series([0, 1]), "y", "regresion")


def test_a_binary_task_needs_two_values() -> None:
    with pytest.raises(DataError, match=r"needs a target with two different values; 'y' has 3. Take --task multiclass"):
        decide_task(pl.Series(["a", "b", "c"] * 2), "y", "binary")


@pytest.mark.parametrize("values", [["a", "a", None], [3, 3], [2.5, 2.5, float("nan")], [True, True]])
def test_one_class_only(values: list[object]) -> None:
    with pytest.raises(
        DataError, match=r"The target 'y' has the same value in all 2 rows: '.+'. A task needs at least two"
    ):
        decide_task(pl.Series(values), "y")


@pytest.mark.parametrize("values", [[None, None], ["", "  "], [float("nan")], []])
def test_all_missing(values: list[object]) -> None:
    with pytest.raises(DataError, match=r"Every value of the target 'y' is missing. A target needs known values"):
        decide_task(pl.Series(values), "y")


@pytest.mark.parametrize("values", [["a", "b", "c", "d"], [str(number) for number in range(100)]])
def test_texts_that_repeat_too_little_are_no_classes(values: list[str]) -> None:
    with pytest.raises(
        DataError, match="which is too many for classes: expected were at most 1000, each in two rows or"
    ):
        decide_task(pl.Series(values), "y")


def test_numbers_that_are_too_many_for_classes() -> None:
    with pytest.raises(
        DataError, match=r"has 1001 different values in 2002 rows.* Take --task regression, or name another"
    ):
        decide_task(pl.Series(list(range(1001)) * 2), "y", "multiclass")


def test_a_regression_needs_numbers() -> None:
    with pytest.raises(
        DataError, match=r"the target 'y' holds texts such as 'cheap', 'dear' in 3 of 4 rows. Take --task"
    ):
        decide_task(pl.Series(["cheap", "dear", "cheap", "3"]), "y", "regression")


@pytest.mark.parametrize("value, shown", [(float("inf"), "inf"), (float("-inf"), "-inf"), (1e31, "1e\\+31")])
def test_infinite_and_huge_targets(value: float, shown: str) -> None:
    expected = (
        f"The target 'y' holds numbers that are infinite or unusably large: 1 of 3 values, first {shown} in row 1"
    )
    with pytest.raises(DataError, match=expected):
        decide_task(pl.Series([0.5, value, None]), "y")


def test_dates_cannot_be_predicted() -> None:
    dates = pl.Series(["2024-01-01", "2024-01-02"]).str.to_date()
    with pytest.raises(DataError, match="holds dates or times, which wellfit cannot predict: expected were numbers"):
        decide_task(dates, "y")
