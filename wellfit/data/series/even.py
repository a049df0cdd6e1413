"""The step between rows, and raw rows put on the even scale that it makes."""

from typing import NamedTuple

import numpy as np
import polars as pl

from wellfit.data import cells
from wellfit.data.finding import Finding
from wellfit.data.series.clock import DAY, Clock, Unit, day_of_month, moments, months
from wellfit.data.series.find_time import TimeColumns
from wellfit.data.wording import count, listing, share
from wellfit.errors import DataError

# A time stamp counts as on the scale when it is off by less than this part of a step.
JITTER = 0.1
# Of all rows those that may lie off the scale, or say nothing of their time: they are left out.
MOST_ASTRAY = 0.01
# Places of the scale for each row: trading days leave two of seven empty, a sensor that failed now and then fewer.
MOST_PLACES = 3
_LEAST_MONTH = 28 * DAY


class Even(NamedTuple):
    """Rows in order of time, one a place: `places` [rows] are whole, rising numbers."""

    frame: pl.DataFrame
    places: np.ndarray
    findings: tuple[Finding, ...]


def find_clock(frame: pl.DataFrame, time: TimeColumns) -> Clock:
    """The scale on which the rows lie: its start is the first row, its step the most frequent distance.

    Months of unequal length are equal steps where all rows lie on one day of the month, or on its last.
    Raises DataError where fewer than two rows say when they were.
    """
    found = moments(frame, time.columns, time.layout)
    known = np.unique(found[~np.isnan(found)])
    if len(known) < 2:
        raise DataError(
            f"{listing(time.columns)} {'tells' if len(time.columns) == 1 else 'tell'} of {count(len(known), 'point')} "
            "in time; expected were many different ones. Name the column that says when each row was with --time."
        )
    numbers = len(time.columns) == 1 and time.layout is None and _is_number(frame, time.columns[0])
    unit: Unit = "number" if numbers else "time"
    step, day, rest = _commonest(np.diff(known)), 1, 0.0
    start = float(known[0])
    if unit == "time" and step >= _LEAST_MONTH and (monthly := _monthly(known)) is not None:
        unit, (day, rest) = "months", monthly
        start, step = float(months(known[:1])[0]), _commonest(np.diff(months(known)))
    return Clock(columns=time.columns, unit=unit, layout=time.layout, start=start, step=step, day=day, rest=rest)


def _is_number(frame: pl.DataFrame, name: str) -> bool:
    dtype = frame[name].dtype
    return name.strip().lower() != "year" and (dtype.is_numeric() or cells.is_text(dtype))


def _commonest(distances: np.ndarray) -> float:
    values, counts = np.unique(distances, return_counts=True)
    return float(values[counts.argmax()])


def _monthly(known: np.ndarray) -> tuple[int, float] | None:
    """The day of the month and the time of day that all moments share, where they do."""
    day, last = day_of_month(known)
    rest = np.mod(known, DAY)
    if (rest != rest[0]).any() or len(np.unique(months(known))) < len(known):
        return None
    if (day == day[0]).all():
        return int(day[0]), float(rest[0])
    return (31, float(rest[0])) if last.all() else None


def put_even(frame: pl.DataFrame, clock: Clock) -> Even:
    """Rows in order of time, each at its place; what was wrong with them is said.

    Raises DataError where the rows do not lie on the scale, where several rows are of one time, or where hardly any
    place has a row.
    """
    said: list[Finding] = []
    places = clock.places(frame)
    frame, places = _without_unknown(frame, places, clock, said)
    frame, places = _on_scale(frame, places, clock, said)
    if (np.diff(places) < 0).any():
        order = np.argsort(places, kind="stable")
        frame, places = frame[order], places[order]
        said.append(_note("out_of_order", "The rows were not in order of time and have been sorted.", clock))
    frame, places = _without_repeats(frame, places, clock, said)
    _check_dense(places, clock, said)
    return Even(frame, places, tuple(said))


def _note(kind: str, sentence: str, clock: Clock, severity: str = "warning") -> Finding:
    return Finding(kind=kind, sentence=sentence, severity=severity, columns=clock.columns)


def _without_unknown(
    frame: pl.DataFrame, places: np.ndarray, clock: Clock, said: list[Finding]
) -> tuple[pl.DataFrame, np.ndarray]:
    known = np.isfinite(places)
    gone = int((~known).sum())
    if not gone:
        return frame, places
    if gone > max(1, MOST_ASTRAY * len(places)):
        raise DataError(
            f"{count(gone, 'row')} of {len(places):,} do not say when they were: {listing(clock.columns)} is empty or "
            "cannot be read there. Expected was a time in every row. Fill these cells, leave the rows out, or name "
            "another column with --time."
        )
    said.append(_note("rows_without_time", f"{count(gone, 'row')} without a time left out.", clock))
    return frame.filter(pl.Series(known)), places[known]


def _on_scale(
    frame: pl.DataFrame, places: np.ndarray, clock: Clock, said: list[Finding]
) -> tuple[pl.DataFrame, np.ndarray]:
    whole = np.round(places)
    near = np.abs(places - whole) < JITTER
    astray = int((~near).sum())
    if astray > MOST_ASTRAY * len(places):
        raise DataError(
            f"The rows are not evenly spaced in time: the most frequent distance is {clock.span(1)}, but "
            f"{share(astray, len(places))} of the rows do not lie on that scale. Expected were equal steps; a few may "
            "be missing. Bring the table to equal steps first (for example a mean for each hour), or leave --horizon "
            "out."
        )
    if astray:
        said.append(
            _note("rows_off_scale", f"{count(astray, 'row')} between the steps of {clock.span(1)} left out.", clock)
        )
    return frame.filter(pl.Series(near)), whole[near].astype(np.int64)


def _without_repeats(
    frame: pl.DataFrame, places: np.ndarray, clock: Clock, said: list[Finding]
) -> tuple[pl.DataFrame, np.ndarray]:
    fresh = np.concatenate([[True], np.diff(places) > 0])
    if fresh.all():
        return frame, places
    rows = frame.with_columns(pl.Series("place in time", places))
    if rows.n_unique() > int(fresh.sum()):
        raise DataError(_several(rows, clock, int((~fresh).sum())))
    said.append(_note("repeated_times", f"{count(int((~fresh).sum()), 'repeated row')} left out.", clock))
    return frame.filter(pl.Series(fresh)), places[fresh]


def _several(rows: pl.DataFrame, clock: Clock, repeats: int) -> str:
    """Several rows of one time: several series, where a column tells them apart, or contradictions."""
    others = [name for name in rows.columns if name not in (*clock.columns, "place in time")]
    levels = [name for name in others if not rows[name].dtype.is_float() and not rows[name].dtype.is_nested()]
    for name in sorted(levels, key=lambda name: rows[name].n_unique()):
        if rows.select(name, "place in time").n_unique() == rows.height:
            names = listing([str(value) for value in rows[name].unique().sort().head(3)])
            return (
                f"The table holds {rows[name].n_unique():,} series side by side, which '{name}' tells apart: "
                f"{count(repeats, 'row')} of a time that another row has. Expected was one row for each time. Run each "
                f"series by itself (the rows of one '{name}', such as {names})."
            )
    first = rows.filter(pl.col("place in time").is_duplicated())["place in time"][0]
    return (
        f"{count(repeats, 'row')} of a time that another row has as well, which says something else of it, first at "
        f"{clock.times(np.array([first]))[0]}. Expected was one row for each time. Leave one of each out, or take "
        "their mean; where the table holds several series, give one of them."
    )


def _check_dense(places: np.ndarray, clock: Clock, said: list[Finding]) -> None:
    wanted = int(places[-1] - places[0]) + 1
    holes = wanted - len(places)
    if wanted > MOST_PLACES * len(places):
        raise DataError(
            f"From the first row to the last there are {wanted:,} steps of {clock.span(1)}, but only {len(places):,} "
            "rows. Expected was a row for nearly every step. Bring the table to equal steps first (for example a sum "
            "for each day), or leave --horizon out."
        )
    if holes:
        sentence = (
            f"{holes:,} of {wanted:,} steps have no row: what was known last stands in for them, and they are never "
            "forecast."
        )
        few = holes < MOST_ASTRAY * wanted
        said.append(_note("missing_times", sentence, clock, "note" if few else "warning"))
