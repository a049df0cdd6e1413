"""A table of times as a dataset: what a row is, that it does not look ahead, and what is refused."""

import numpy as np
import polars as pl
import pytest

import wellfit
from wellfit.data import encode
from wellfit.data.pipeline import Pipeline
from wellfit.errors import DataError, OptionError

HORIZON, WINDOW = 3, 5


def read(frame, **options):
    return wellfit.read(frame, **{"target": "level", "horizon": HORIZON, "window": WINDOW, **options})


def past(data):
    """[rows, window] the target's own past in each window, in its own units."""
    return data.pipeline.target.restore(data.blocks["window"][:, :, 0].astype(float))


def test_a_row_is_the_last_rows_and_the_target_of_later(rows):
    data, level = read(rows), rows["level"].to_numpy()
    assert len(data.target) == 300 - (WINDOW - 1) - HORIZON
    expected = np.lib.stride_tricks.sliding_window_view(level, WINDOW)[: len(data.target)]
    np.testing.assert_allclose(past(data), expected, atol=1e-5)
    truth = data.pipeline.target.restore(data.target.astype(float))
    np.testing.assert_allclose(truth, level[WINDOW - 1 + HORIZON :], atol=1e-5)
    np.testing.assert_allclose(data.series.last, level[WINDOW - 1 : -HORIZON])


def test_columns_join_the_window_and_the_time_does_not(rows):
    data = read(rows)
    # level, rain, and wind as two truth values; hour of the day and day of the week in `dense`.
    assert data.shapes == {"dense": (4,), "window": (WINDOW, 4)}
    assert {column.name: column.kind for column in data.schema.columns} == {
        **{"when": "time", "rain": "numeric", "wind": "categorical", "note": "constant"}
    }
    rain = pl.DataFrame({"block": data.blocks["window"][:, -1, 1], "raw": rows["rain"][WINDOW - 1 : -HORIZON]})
    assert rain.select(pl.corr("block", "raw", method="spearman")).item() > 0.999


def test_nothing_looks_ahead(rows):
    """Whatever comes after a moment changes neither what is known then nor what was fitted before."""
    data = read(rows)
    last = data.rows("train")[-1]
    moment = last + WINDOW - 1 + HORIZON  # the row of the last training target
    noise = pl.Series(np.random.default_rng(5).normal(50, 9, 300))
    later = pl.int_range(300, eager=True) > moment
    changed = rows.with_columns(
        level=pl.when(later).then(noise).otherwise(pl.col("level")),
        rain=pl.when(later).then(noise).otherwise(pl.col("rain")),
        wind=pl.when(later).then(pl.lit("west")).otherwise(pl.col("wind")),
    )
    other = read(changed)
    assert other.pipeline == data.pipeline
    for name, block in data.blocks.items():
        # The windows that end by then: those of the training rows, and of the rows left out behind them.
        np.testing.assert_array_equal(block[: last + HORIZON + 1], other.blocks[name][: last + HORIZON + 1])
    np.testing.assert_array_equal(data.target[: last + 1], other.target[: last + 1])
    assert not np.array_equal(data.target[last + 1 :], other.target[last + 1 :])


def test_the_order_of_rows_does_not_matter(rows):
    data, mixed = read(rows), read(rows.sample(fraction=1.0, shuffle=True, seed=3))
    assert mixed.pipeline == data.pipeline
    np.testing.assert_array_equal(mixed.blocks["window"], data.blocks["window"])
    assert "out_of_order" in {finding.kind for finding in mixed.findings}


def test_what_is_missing_holds_what_was_known_last_and_is_never_forecast(rows):
    gone = rows.with_columns(
        level=pl.when(pl.int_range(300, eager=True) == 100).then(None).otherwise(pl.col("level")),
        rain=pl.when(pl.int_range(300, eager=True) == 50).then(None).otherwise(pl.col("rain")),
    )
    without = gone.filter(pl.int_range(300, eager=True) != 200)
    data, level = read(without), rows["level"].to_numpy()
    places = set(range(WINDOW - 1 + HORIZON, 300)) - {100, 200}
    assert data.series.spoken_of.tolist() == sorted(places)
    row = data.series.spoken_of.tolist().index(100 + HORIZON + 1)  # whose window ends with the hour after the gap
    np.testing.assert_allclose(past(data)[row][-3:], level[[99, 99, 101]], atol=1e-5)
    said = {finding.kind: finding.sentence for finding in data.findings}
    assert said["missing_times"].startswith("1 of 300 steps have no row")
    assert said["missing_values"] == (
        "Missing values in 2 columns: 'rain' (0.3 %), 'level' (0.3 %). What was known last stands in for them; a "
        "missing target is never a forecast that is judged."
    )


def test_it_says_what_it_does(rows):
    said = {finding.kind: finding.sentence for finding in read(rows).findings}
    assert said["series_time"] == (
        "'when' orders the rows in time: 300 steps of 1 hour, from 2024-01-01 to 2024-01-13 11:00."
    )
    assert said["series_forecast"] == (
        "'level' is forecast 3 steps (3 hours) ahead from the last 5 rows (5 hours), its own past among them. It is "
        "compared with the last value and with that of 24 steps (1 day) before."
    )
    assert said["series_splits"] == (
        "The rows are parted by time: 186 training rows until 2024-01-09, 33 validation rows until 2024-01-10 11:00, "
        "33 selection rows until 2024-01-11 22:00, 35 test rows until 2024-01-13 11:00, with 2 steps left out between, "
        "until all earlier targets are known. So few rows are not cross-validated: folds drawn by chance would look "
        "ahead, and one split by time is as the forecasts will be used; intervals are wide."
    )


def test_the_window_and_the_time_are_found(rows):
    data = wellfit.read(rows, target="level", horizon=1)
    assert data.pipeline.series.clock.columns == ("when",)
    assert data.pipeline.series.window == 30  # a tenth of the rows: two days would be more


def test_a_series_of_plain_numbers_has_no_calendar():
    values = np.cumsum(np.random.default_rng(2).normal(size=200))
    data = wellfit.read(pl.DataFrame({"t": range(200), "y": values}), target="y", horizon=2)
    assert data.shapes == {"window": (16, 1)}
    assert data.pipeline.series.season == 0
    said = {finding.kind: finding.sentence for finding in data.findings}
    assert said["series_forecast"] == (
        "'y' is forecast 2 steps ahead from the last 16 rows, its own past among them. It is compared with the last "
        "value; no cycle is known that a seasonal forecast could repeat."
    )


def test_a_column_that_holds_the_later_target_is_left_out(rows):
    told = rows.with_columns(tomorrow=pl.col("level").shift(-HORIZON).fill_null(0.0))
    data = read(told)
    assert data.schema.column("tomorrow").kind == "leak"
    said = {finding.kind: finding.sentence for finding in data.findings}
    assert said["leak"] == "'tomorrow' holds 'level' of 3 steps later, which nobody knows by then. Left out."


def test_a_pipeline_comes_back_from_json(rows):
    pipeline = read(rows).pipeline
    assert Pipeline.from_json(pipeline.to_json()) == pipeline
    old = wellfit.read("example:iris").pipeline
    stored = {key: value for key, value in old.to_json().items() if key != "series"}
    assert Pipeline.from_json(stored) == old


def test_where_memory_is_short_windows_are_made_in_parts(rows, monkeypatch):
    whole = read(rows.filter(pl.int_range(300, eager=True) != 150))
    monkeypatch.setattr(encode, "room", lambda: 0)
    monkeypatch.setattr(encode, "PART_BYTES", 1_000)
    parts = read(rows.filter(pl.int_range(300, eager=True) != 150))
    assert isinstance(parts.blocks["window"], np.memmap)
    for name, block in whole.blocks.items():
        np.testing.assert_array_equal(parts.blocks[name], block)


BAD = {
    "no horizon": ({"horizon": None}, OptionError, "--window is for a series, and no horizon was given."),
    "horizon 0": ({"horizon": 0}, OptionError, "The horizon is a number of steps from 1, received 0."),
    "window 0": ({"window": 0}, OptionError, "The window is a number of steps from 1, received 0."),
    "a test source": (
        {"test": "more.csv"},
        OptionError,
        "A series is tested on its own last part, and --test was given",
    ),
    "a size of images": (
        {"image_size": 32},
        OptionError,
        "A series is numbers in the order of time, and has no images",
    ),
    "classes": ({"task": "binary"}, OptionError, "A forecast is of numbers: with --horizon the task is regression"),
    "a store": ({"store": "folder"}, OptionError, "A series cannot be stored: its windows overlap."),
    "no such time": ({"time": "wen"}, OptionError, "There is no column 'wen' to tell the time by."),
    "no number": (
        {"target": "wind"},
        DataError,
        "A forecast is of numbers, but the target 'wind' holds values such as",
    ),
    "a far horizon": (
        {"horizon": 400},
        DataError,
        "From the first row to the last there are 300 steps of 1 hour; a wi",
    ),
    "a wide window": ({"window": 299}, DataError, "From the first row to the last there are 300 steps of 1 hour; a wi"),
    "too few rows": ({"horizon": 40}, DataError, "There are 256 rows with enough rows before and a known target 40"),
    "a seed below 0": ({"seed": -1}, OptionError, "The seed is -1; expected was a whole number from 0."),
}


@pytest.mark.parametrize("options, error, message", BAD.values(), ids=BAD)
def test_what_is_refused(rows, options, error, message):
    with pytest.raises(error) as caught:
        read(rows, **options)
    assert str(caught.value).startswith(message)


def test_a_table_without_a_time_is_refused(rows):
    with pytest.raises(DataError, match="A forecast needs to know when each row was, but no column says so"):
        read(rows.drop("when"))
    with pytest.raises(DataError, match="There are 10 rows in frame; expected were at least 20"):
        read(rows.head(10), name="frame")
