"""The split: disjoint, complete, stratified, duplicates together, the same every time."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wellfit.data.duplicates import group_numbers
from wellfit.data.splits import MOST_HELD_OUT, MOST_TEST, NAMES, Fractions, Splits, split
from wellfit.data.task import Task
from wellfit.errors import DataError, OptionError

REGRESSION = Task(kind="regression", target="y")
PINNED = [[2, 18, 23], [5, 7, 19], [4, 8, 15]]


def classes_task(target: pl.Series) -> Task:
    names = tuple(target.unique().sort())
    return Task(kind="binary" if len(names) == 2 else "multiclass", target="y", classes=names)


def parts(splits: Splits) -> list[np.ndarray]:
    return [splits.train, splits.validation, splits.selection, splits.test]


@st.composite
def tables(draw: st.DrawFn) -> tuple[pl.DataFrame, pl.Series]:
    """A table of up to 300 rows whose features take few or many values, with 2 to 6 uneven classes."""
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    rows = draw(st.integers(20, 300))
    levels = draw(st.sampled_from([3, 12, 40, 10_000]))
    features = pl.DataFrame({"a": random.integers(0, levels, rows), "b": random.integers(0, 2, rows).astype(str)})
    weights = random.dirichlet(np.full(draw(st.integers(2, 6)), 0.5))
    labels = random.choice(len(weights), rows, p=weights)
    labels[:2] = (0, 1)
    return features, pl.Series("y", labels.astype(str))


@settings(max_examples=60, deadline=None)
@given(tables(), st.integers(0, 2**32))
def test_every_row_is_in_exactly_one_split_and_every_class_trains(
    table: tuple[pl.DataFrame, pl.Series], seed: int
) -> None:
    features, target = table
    splits = split(features, target, classes_task(target), seed=seed)
    assert sorted(np.concatenate(parts(splits))) == list(range(len(target)))
    assert set(target[splits.train]) == set(target)
    assert all(len(rows) and rows.dtype == np.int64 and (np.diff(rows) > 0).all() for rows in parts(splits))


@settings(max_examples=60, deadline=None)
@given(tables(), st.integers(0, 2**32))
def test_equal_rows_are_in_one_split_unless_it_says_otherwise(table: tuple[pl.DataFrame, pl.Series], seed: int) -> None:
    features, target = table
    splits = split(features, target, classes_task(target), seed=seed)
    groups = group_numbers(features)
    seen = [set(groups[rows]) for rows in parts(splits)]
    if splits.repeats_apart:
        assert sum(map(len, seen)) == len(set(groups))
    else:
        assert len(set(groups)) < len(target) / 2


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 2**32), st.lists(st.integers(1, 60), min_size=2, max_size=8).filter(lambda sizes: sum(sizes) >= 40)
)
def test_each_class_is_parted_within_one_row(seed: int, sizes: list[int]) -> None:
    target = pl.Series("y", np.repeat([f"class {number}" for number in range(len(sizes))], sizes))
    splits = split(pl.DataFrame({"a": range(len(target))}), target, classes_task(target), seed=seed)
    for number, size in enumerate(sizes):
        for rows, share in zip(parts(splits), (0.64, 0.12, 0.12, 0.12), strict=True):
            assert abs((target[rows] == f"class {number}").sum() - size * share) <= 1


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32))
def test_a_numeric_target_is_spread_evenly(seed: int) -> None:
    target = pl.Series("y", np.random.default_rng(seed).lognormal(size=400))
    splits = split(pl.DataFrame({"a": range(400)}), target, REGRESSION, seed=seed)
    slice_of_row = target.rank("ordinal").to_numpy().astype(int) - 1
    for rows, share in zip(parts(splits), (0.64, 0.12, 0.12, 0.12), strict=True):
        assert np.abs(np.bincount(slice_of_row[rows] // 40, minlength=10) - 40 * share).max() <= 1


@pytest.mark.parametrize("kind", ["classes", "regression"])
def test_the_same_seed_gives_the_same_split_and_another_another(kind: str) -> None:
    features = pl.DataFrame({"a": range(100)})
    target = pl.Series("y", ["a", "b"] * 50) if kind == "classes" else pl.Series("y", range(100))
    task = classes_task(target) if kind == "classes" else REGRESSION
    first, again, other = (split(features, target, task, seed=seed) for seed in (3, 3, 4))
    assert all((a == b).all() for a, b in zip(parts(first), parts(again), strict=True))
    assert first.test.tolist() != other.test.tolist()


def test_the_split_is_the_same_on_every_machine() -> None:
    splits = split(pl.DataFrame({"a": range(25)}), pl.Series("y", range(25)), REGRESSION, seed=0)
    assert [rows.tolist() for rows in parts(splits)][1:] == PINNED


def test_a_class_with_one_row_trains() -> None:
    target = pl.Series("y", ["a"] * 50 + ["b"])
    for seed in range(10):
        assert 50 in split(pl.DataFrame({"a": range(51)}), target, classes_task(target), seed=seed).train


def test_a_rare_class_inside_groups_of_a_common_one_trains() -> None:
    features = pl.DataFrame({"a": np.repeat(np.arange(50), 2)})
    target = pl.Series("y", ["a"] * 99 + ["b"])
    for seed in range(10):
        splits = split(features, target, classes_task(target), seed=seed)
        assert {98, 99} <= set(splits.train)


def test_many_small_classes_still_fill_every_split() -> None:
    target = pl.Series("y", [f"{number % 100:02}" for number in range(300)])
    splits = split(pl.DataFrame({"a": range(300)}), target, classes_task(target), seed=0)
    assert [len(rows) for rows in parts(splits)] == pytest.approx([192, 36, 36, 36], abs=6)


def test_held_out_splits_are_capped_and_the_rest_trains() -> None:
    rows = 1_000_000
    random = np.random.default_rng(0)
    features = pl.DataFrame({"a": random.integers(0, 500_000, rows)})  # many pairs, so that caps must part no group
    target = pl.Series("y", random.choice(["a", "b"], rows))
    splits = split(features, target, classes_task(target), seed=0)
    sizes = [len(part) for part in parts(splits)]
    assert all(size <= cap for size, cap in zip(sizes[1:], (MOST_HELD_OUT, MOST_HELD_OUT, MOST_TEST), strict=True))
    assert sizes[1:] == pytest.approx([MOST_HELD_OUT, MOST_HELD_OUT, MOST_TEST], rel=0.01)
    assert sum(sizes) == rows
    held_out = np.concatenate(parts(splits)[1:])
    assert not np.isin(features["a"].to_numpy()[held_out], features["a"].to_numpy()[splits.train]).any()


def test_a_test_source_is_the_test_split_and_the_rest_is_parted_in_three() -> None:
    target = pl.Series("y", ["a", "b"] * 100)
    test = np.arange(100, 200)
    splits = split(pl.DataFrame({"a": range(200)}), target, classes_task(target), seed=0, test_rows=test)
    assert splits.test.tolist() == list(range(100, 200))
    assert [len(rows) for rows in parts(splits)] == pytest.approx([70, 15, 15, 100], abs=1)
    assert sorted(np.concatenate(parts(splits))) == list(range(200))


@settings(max_examples=30, deadline=None)
@given(st.integers(20, 400), st.integers(1, 200), st.integers(0, 2**32))
def test_with_a_test_source_no_other_row_is_lost_or_tested(rows: int, test: int, seed: int) -> None:
    target = pl.Series("y", np.random.default_rng(seed).normal(size=rows + test))
    own_test = np.arange(rows, rows + test)
    splits = split(pl.DataFrame({"a": range(rows + test)}), target, REGRESSION, seed=seed, test_rows=own_test)
    assert splits.test.tolist() == own_test.tolist()
    assert sorted(np.concatenate(parts(splits))) == list(range(rows + test))


def test_few_kinds_of_row_are_parted_all_the_same() -> None:
    features = pl.DataFrame({"a": ["x", "y"] * 100})
    target = pl.Series("y", ["0", "1"] * 100)
    splits = split(features, target, classes_task(target), seed=0)
    assert not splits.repeats_apart
    assert [len(rows) for rows in parts(splits)] == [128, 24, 24, 24]


def test_a_group_larger_than_a_held_out_split_trains() -> None:
    features = pl.DataFrame({"a": [0] * 40 + list(range(1, 61))})
    target = pl.Series("y", range(100)).cast(pl.Float64)
    for seed in range(10):
        assert set(range(40)) <= set(split(features, target, REGRESSION, seed=seed).train)


@pytest.mark.parametrize("rows, text", [(1, "There is 1 row with"), (19, "There are 19 rows with")])
def test_too_few_rows(rows: int, text: str) -> None:
    with pytest.raises(DataError, match=f"{text} a value of the target 'y'; expected were at least 20"):
        split(pl.DataFrame({"a": range(rows)}), pl.Series(range(rows)), REGRESSION, seed=0)


@pytest.mark.parametrize(
    "shares", [{"train": 0.7}, {"train": 0.4, "test": 0.36}, {"train": 0.88, "validation": -0.12}], ids=str
)
def test_fractions_that_make_no_split(shares: dict[str, float]) -> None:
    with pytest.raises(OptionError, match="expected were four numbers from 0 that add up to 1"):
        Fractions(**shares)


def test_the_names_are_the_fields() -> None:
    assert tuple(Splits.__dataclass_fields__)[:4] == NAMES
