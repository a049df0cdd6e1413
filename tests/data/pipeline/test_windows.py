"""Windows of new rows: which rows they are of, and what they lack."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

import wellfit
from wellfit.data.pipeline.windows import HISTORY, PLACE
from wellfit.errors import DataError


@pytest.fixture(scope="module")
def pipeline():
    random = np.random.default_rng(3)
    frame = pl.DataFrame({"t": range(200), "y": random.normal(size=200), "x": random.normal(size=200)})
    return wellfit.read(frame, target="y", horizon=2, window=4).pipeline


def laid_out(pipeline, **columns):
    return pipeline.series.lay_out(pl.DataFrame(columns), pipeline.schema.used)[0]


def test_new_rows_are_laid_out_on_the_scale_of_the_training_rows(pipeline):
    laid = laid_out(pipeline, x=[1.0, 2.0, None], y=["3.5", None, "?"], t=[301, 303, 304], more=[0, 0, 0])
    assert laid[PLACE].to_list() == [301, 302, 303, 304]
    assert laid["y"].to_list() == [3.5, None, None, None]
    assert laid[HISTORY].to_list() == [3.5] * 4
    assert laid["x"].to_list() == [1.0, 1.0, 2.0, 2.0]


def test_each_row_with_a_whole_window_speaks_of_a_time_after_it(pipeline):
    laid = laid_out(pipeline, t=range(300, 306), x=[0.0] * 6, y=np.arange(6.0))
    assert {name: block.shape for name, block in pipeline.encode(laid).items()} == {"window": (3, 4, 2)}
    assert pipeline.series.spoken_of(laid).tolist() == [305, 306, 307]
    assert pipeline.series.last_of(laid).tolist() == [3.0, 4.0, 5.0]


def test_the_season_before_is_the_last_that_is_known(pipeline):
    laid = laid_out(pipeline, t=range(300, 310), x=[0.0] * 10, y=np.arange(10.0))
    # Two steps ahead of row 9 is row 11: three before that is row 8, one or two rounds of one step are row 9.
    assert replace(pipeline.series, season=3).season_ago(laid).tolist() == [2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]
    assert replace(pipeline.series, season=1).season_ago(laid).tolist() == [3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]
    # Where that would be before the first row, the last value.
    assert replace(pipeline.series, season=8).season_ago(laid).tolist() == [3.0, 4.0, 5.0, 0.0, 1.0, 2.0, 3.0]


def test_too_few_rows_for_a_window(pipeline):
    laid = laid_out(pipeline, t=[300, 301, 302], x=[0.0] * 3, y=[0.0] * 3)
    with pytest.raises(DataError) as caught:
        pipeline.encode(laid)
    assert str(caught.value) == (
        "There are 3 steps of 1 step from the first row to the last, but a forecast looks at the last 4. Give 4 rows "
        "or more that follow each other."
    )


def test_rows_without_time_or_past_are_refused(pipeline):
    with pytest.raises(
        DataError, match="The rows lack 't', 'y': a forecast needs the time of each row, and the target"
    ):
        laid_out(pipeline, x=[1.0])


def test_numbers_that_do_not_fit_together_are_refused(pipeline):
    with pytest.raises(ValueError, match="horizon 0"):
        replace(pipeline.series, horizon=0)
