import numpy as np
import polars as pl
import pytest

from wellfit.data.pipeline.categorical import MOST_LEVELS, CategoryColumn, CategoryEncoder, least_rows


def encode(encoder: CategoryEncoder, values: list) -> list:
    out = np.empty((len(values), len(encoder.feature_names)), np.float32)
    encoder.write(pl.DataFrame({"c": values}, schema={"c": pl.String}), out)
    return out.tolist()


def fit(values: list) -> CategoryEncoder:
    return CategoryEncoder.fit(pl.DataFrame({"c": values}), ["c"])


def test_levels_by_frequency_then_name():
    encoder = fit(["b", "a", "c", "c", "b", "c", "a"])
    assert encoder.feature_names == ("c = c", "c = a", "c = b")
    assert encode(encoder, ["a", "c"]) == [[0, 1, 0], [1, 0, 0]]


def test_rare_and_unseen_levels_share_a_feature_and_missing_has_its_own():
    encoder = fit(["a"] * 5 + ["b"] * 4 + ["once", None])
    assert encoder.feature_names == ("c = a", "c = b", "c is another level", "c is missing")
    assert encode(encoder, ["once", "never", None, "b"]) == [[0, 0, 1, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0, 1, 0, 0]]


def test_unseen_and_missing_are_all_zeros_where_training_had_no_such_rows():
    assert encode(fit(["a", "b"] * 3), ["never", None]) == [[0, 0], [0, 0]]


def test_at_most_a_hundred_levels():
    encoder = fit([f"level {i % 150}" for i in range(1500)])
    assert len(encoder.parts[0].levels) == MOST_LEVELS
    assert encoder.feature_names[-1] == "c is another level"


def test_a_level_called_like_the_group_of_rare_ones():
    part = CategoryColumn(name="c", levels=("another level", "missing"), others=True, gaps=True)
    assert len(set(part.feature_names)) == 4


@pytest.mark.parametrize(("rows", "least"), [(10, 2), (400, 2), (1000, 5), (10_000, 10)])
def test_how_many_rows_a_level_needs(rows, least):
    assert least_rows(rows) == least
