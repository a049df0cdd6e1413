"""Features that give the target away."""

import numpy as np
import polars as pl
import pytest

from wellfit.data.checks.leak import SAMPLE, find_leaks
from wellfit.data.task import Task

BINARY = Task(kind="binary", target="survived", classes=("0", "1"))
THREE = Task(kind="multiclass", target="class", classes=("a", "b", "c"))
NUMBER = Task(kind="regression", target="price")


def binary(rows: int = 200) -> pl.Series:
    return pl.Series(np.random.default_rng(0).choice(["0", "1"], rows))


def test_a_relabelling_is_left_out() -> None:
    target = binary()
    features = pl.DataFrame(
        {"alive": target.replace({"0": "no", "1": "yes"}), "code": target.cast(int) * 7, "age": range(200)}
    )
    leaks = find_leaks(features, target, BINARY)
    assert leaks.left_out == ("alive", "code")
    assert leaks.findings[0].sentence == (
        "'alive', 'code' are 'survived' under another name: each value goes with exactly one value of the target. "
        "They were left out, because new rows will hardly know them."
    )
    assert (leaks.findings[0].kind, leaks.findings[0].columns) == ("leak", ("alive", "code"))


@pytest.mark.parametrize("missing", ["some", "one class"])
def test_a_relabelling_may_have_missing_values(missing: str) -> None:
    target = binary()
    hidden = pl.Series(range(200)) % 3 == 0 if missing == "some" else target == "0"
    column = target.replace({"0": "no", "1": "yes"}).set(hidden, None)
    assert find_leaks(pl.DataFrame({"boat": column}), target, BINARY).left_out == ("boat",)


def test_under_50_rows_it_may_be_chance() -> None:
    target = binary(49)
    assert find_leaks(pl.DataFrame({"alive": target}), target, BINARY).left_out == ()


def test_as_many_levels_as_classes_is_no_relabelling() -> None:
    random = np.random.default_rng(0)
    target = pl.Series(random.choice(["a", "b", "c"], 300))
    other = pl.Series(random.choice(["x", "y", "z"], 300))
    assert find_leaks(pl.DataFrame({"other": other}), target, THREE).left_out == ()


def test_one_exception_beyond_the_sample_is_only_a_warning() -> None:
    target = binary(2 * SAMPLE)
    alive = target.replace({"0": "no", "1": "yes"})
    alive[1] = "yes" if alive[1] == "no" else "no"
    leaks = find_leaks(pl.DataFrame({"alive": alive}), target, BINARY)
    assert leaks.left_out == ()
    assert [finding.kind for finding in leaks.findings] == ["possible_leak"]


def test_a_column_to_keep_is_warned_about() -> None:
    target = binary()
    leaks = find_leaks(pl.DataFrame({"alive": target}), target, BINARY, keep=["alive"])
    assert leaks.left_out == ()
    assert leaks.findings[0].sentence == (
        "'alive' alone tells 'survived' nearly without error. If it is not known before the target is, leave it out: "
        "the scores are too good otherwise."
    )


def test_a_number_that_tells_the_class_is_warned_about() -> None:
    random = np.random.default_rng(0)
    target = binary(1000)
    number = target.cast(float).to_numpy() + random.uniform(0, 0.9, 1000)
    leaks = find_leaks(pl.DataFrame({"score": number}), target, BINARY)
    assert (leaks.left_out, leaks.findings[0].columns) == ((), ("score",))


def test_a_good_feature_is_not() -> None:
    random = np.random.default_rng(0)
    target = binary(1000)
    good = target.cast(float).to_numpy() + random.normal(0, 0.3, 1000)  # 95 of 100 right
    names = pl.Series([f"name {number}" for number in range(1000)])
    assert find_leaks(pl.DataFrame({"good": good, "name": names}), target, BINARY).findings == ()


def test_a_numeric_target_in_another_unit_is_left_out() -> None:
    random = np.random.default_rng(0)
    price = pl.Series(random.lognormal(size=500))
    features = pl.DataFrame(
        {
            "cents": (price * 100).round(2),
            "ordered": np.log(price.to_numpy()),
            "near": price + random.normal(0, 0.2, 500),
            "constant": pl.Series([1.0] * 500),
            "text": ["a"] * 500,
        }
    )
    leaks = find_leaks(features, price, NUMBER)
    assert leaks.left_out == ("cents",)
    assert [finding.columns for finding in leaks.findings] == [("cents",), ("ordered",)]


def test_arrays_are_passed_over() -> None:
    target = binary()
    pictures = pl.DataFrame({"x": pl.Series(np.zeros((200, 2, 2)))})
    assert find_leaks(pictures, target, BINARY).findings == ()
    assert find_leaks(pictures, pl.Series(np.arange(200.0)), NUMBER).findings == ()
