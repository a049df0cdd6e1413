"""Categories with many levels as numbers: one row of numbers for all columns, with places for what is new."""

import json

import numpy as np
import polars as pl
import pytest

import wellfit
from wellfit.data.folds import with_folds
from wellfit.data.pipeline.category_ids import CategoryIds
from wellfit.data.pipeline.plain import from_plain, to_plain
from wellfit.data.store import store

LEVELS = [f"level {number:02}" for number in range(11)]


def fit(**columns):
    frame = pl.DataFrame(columns)
    return CategoryIds.fit(frame, frame.columns)


def test_numbers_are_those_of_an_unknown_level_the_levels_rare_ones_and_missing_ones():
    ids = fit(a=[*LEVELS * 2, "once", None], b=[*LEVELS * 2, LEVELS[0], LEVELS[0]])
    assert (ids.columns, ids.firsts, ids.count) == (("a", "b"), (1, 15), 27)
    new = pl.DataFrame({"a": ["level 00", "level 10", "once", "never", None], "b": ["level 00", *["never"] * 3, None]})
    assert ids.encode(new).tolist() == [[2, 16], [12, 15], [13, 15], [13, 15], [14, 15]]
    assert ids.encode(new).dtype == np.int32


def test_columns_with_few_levels_have_no_numbers():
    assert fit(a=[*LEVELS[:10] * 2, *LEVELS[:2]], b=LEVELS * 2).columns == ("b",)


def test_no_cap_of_a_hundred_levels():
    many = [f"level {number}" for number in range(300)]
    assert fit(a=many * 10).count == 302


def test_it_survives_json():
    ids = fit(a=[*LEVELS * 2, None])
    assert from_plain(CategoryIds, json.loads(json.dumps(to_plain(ids))), "test") == ids


@pytest.fixture(scope="module")
def towns():
    random = np.random.default_rng(0)
    town = random.permutation(120) % 12
    frame = pl.DataFrame({"town": [f"t{number}" for number in town], "size": random.normal(size=120)})
    return wellfit.read(frame.with_columns(y=pl.Series(np.where(town > 5, "a", "b"))), target="y")


def test_only_training_rows_are_known(towns):
    frame = towns.raw
    assert towns.blocks["categories"].shape == (120, 1)
    assert towns.pipeline.ids == CategoryIds.fit(frame[towns.rows("train")], ["town"])
    for fold in with_folds(towns, 4).folds:
        assert fold.pipeline.ids == CategoryIds.fit(frame[fold.rows("train")], ["town"])
        assert fold.blocks["categories"].max() < fold.pipeline.ids.count


def test_they_are_stored_as_they_are(towns, tmp_path):
    again = store(towns, tmp_path / "rows")
    np.testing.assert_array_equal(again.blocks["categories"], towns.blocks["categories"])
    assert again.blocks["categories"].dtype == np.int32
