"""What is done with a series, in plain words."""

import polars as pl

from wellfit.data.dataset import Dataset
from wellfit.data.finding import Finding
from wellfit.data.pipeline.windows import Windows
from wellfit.data.wording import count, listing, share

# With fewer rows, other data are cross-validated.
FEW_ROWS = 2_000


def told(dataset: Dataset, raw: pl.DataFrame, laid: pl.DataFrame) -> tuple[Finding, ...]:
    """The time, the forecast, the seasons, the splits and the gaps, a sentence each."""
    windows = dataset.pipeline.series
    if windows is None:
        raise TypeError("the dataset is no series")
    return (
        Finding(kind="series_time", sentence=_time(windows, laid), columns=windows.clock.columns),
        Finding(kind="series_forecast", sentence=_forecast(windows), columns=(windows.target,)),
        Finding(kind="series_splits", sentence=_splits(dataset, windows)),
        *_missing(dataset, raw),
    )


def stamp(value: object) -> str:
    """A point in time as short as it can be written: no time of day at midnight.

    >>> from datetime import datetime
    >>> stamp(datetime(2024, 2, 29)), stamp(datetime(2024, 2, 29, 13)), stamp(7)
    ('2024-02-29', '2024-02-29 13:00', '7')
    """
    return str(value).removesuffix(":00").removesuffix(" 00:00")


def _time(windows: Windows, laid: pl.DataFrame) -> str:
    clock = windows.clock
    first, last = (stamp(value) for value in clock.times(laid["place in time"].to_numpy()[[0, -1]]))
    ordered = f"{listing(clock.columns)} {'orders' if len(clock.columns) == 1 else 'order'} the rows in time"
    return f"{ordered}: {laid.height:,} steps of {clock.span(1)}, from {first} to {last}."


def _forecast(windows: Windows) -> str:
    clock = windows.clock
    ahead = f"{count(windows.horizon, 'step')} ({clock.span(windows.horizon)}) ahead"
    seen = f"the last {count(windows.window, 'row')} ({clock.span(windows.window)})"
    if clock.unit == "number":
        ahead, seen = f"{count(windows.horizon, 'step')} ahead", f"the last {count(windows.window, 'row')}"
    season = (
        f"It is compared with the last value and with that of {_season(windows)} before."
        if windows.season
        else "It is compared with the last value; no cycle is known that a seasonal forecast could repeat."
    )
    return f"'{windows.target}' is forecast {ahead} from {seen}, its own past among them. {season}"


def _season(windows: Windows) -> str:
    span = windows.clock.span(windows.season)
    steps = f"{windows.season:,} steps"
    # A year of hours is no whole number of days.
    return steps if span.split()[0].count(".") or len(span) > len(steps) + 2 else f"{steps} ({span})"


def _splits(dataset: Dataset, windows: Windows) -> str:
    parts = []
    if dataset.series is None:
        raise TypeError("the dataset is no series")
    names = {"train": "training", "validation": "validation", "selection": "selection", "test": "test"}
    for split, name in names.items():
        rows = dataset.rows(split)  # type: ignore[arg-type]
        until = stamp(windows.clock.times(dataset.series.spoken_of[rows[-1:]])[0])
        parts.append(f"{len(rows):,} {name} rows until {until}")
    gap = windows.horizon - 1
    between = f", with {count(gap, 'step')} left out between, until all earlier targets are known" if gap else ""
    few = (
        " So few rows are not cross-validated: folds drawn by chance would look ahead, and one split by time is as the "
        "forecasts will be used; intervals are wide."
        if len(dataset.target) < FEW_ROWS
        else ""
    )
    return f"The rows are parted by time: {', '.join(parts)}{between}.{few}"


def _missing(dataset: Dataset, raw: pl.DataFrame) -> tuple[Finding, ...]:
    columns = [*dataset.schema.names(), dataset.task.target]
    nulls = {name: raw[name].null_count() for name in columns if raw[name].null_count()}
    if not nulls:
        return ()
    named = ", ".join(f"'{name}' ({share(number, raw.height)})" for name, number in list(nulls.items())[:5])
    more = f" and {len(nulls) - 5} more" if len(nulls) > 5 else ""
    sentence = (
        f"Missing values in {count(len(nulls), 'column')}: {named}{more}. What was known last stands in for them; a "
        "missing target is never a forecast that is judged."
    )
    return (Finding(kind="missing_values", sentence=sentence, columns=tuple(nulls)),)
