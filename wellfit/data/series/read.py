"""From a source to the dataset of a series: windows of what was known, parted by time."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from wellfit.data.checks.finite_arrays import refuse_infinite
from wellfit.data.dataset import Dataset
from wellfit.data.decide import decide_task, find_target
from wellfit.data.encode import with_blocks
from wellfit.data.finding import Finding
from wellfit.data.origin import origin_of
from wellfit.data.pipeline import Pipeline
from wellfit.data.pipeline.windows import HISTORY, PLACE, Windows, calendar_of
from wellfit.data.schema import Schema, infer_schema
from wellfit.data.series.even import find_clock
from wellfit.data.series.facts import SeriesRows
from wellfit.data.series.find_time import find_time
from wellfit.data.series.parts import split_by_time
from wellfit.data.series.season import candidates, default_window, season
from wellfit.data.series.told import told
from wellfit.data.sources import read_table
from wellfit.data.splits import Fractions, refuse_bad_seed, refuse_too_few
from wellfit.data.table import Table
from wellfit.data.task import Task
from wellfit.data.wording import count, listing
from wellfit.errors import DataError, OptionError

# A later value of the target under another name repeats it in nearly all rows.
REPEATED = 0.99
TRAIN = Fractions().train
FEWEST_CHANGES = 20


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """What is to be forecast: the target `horizon` steps after the last of `window` rows, by the column `time`.

    None: the window and the column of time are found.
    """

    horizon: int
    window: int | None = None
    time: str | None = None

    def __post_init__(self) -> None:
        for name, value in (("horizon", self.horizon), ("window", self.window)):
            if value is not None and value < 1:
                raise OptionError(
                    f"The {name} is a number of steps from 1, received {value}. Give --{name} such a one."
                )


def read_series(
    source: Any,
    ahead: Ahead,
    *,
    target: str | int | None = None,
    task: str | None = None,
    seed: int = 0,
    ignore: Iterable[str] = (),
    keep: Iterable[str] = (),
    name: str | None = None,
    store: str | Path | None = None,
) -> Dataset:
    """Reads a table whose rows follow each other in time; see `wellfit.read` for the arguments and what is raised.

    A row of the dataset is a moment at which a forecast is made: `window` rows up to then, and the target `horizon`
    steps later. Rows without a whole window before them or without a known target are none.
    """
    _check_options(task, store)
    refuse_bad_seed(seed)
    table = read_table(source, name=name)
    column, said = find_target(table, target)
    refuse_too_few(table.frame.height, f"in {table.name}")
    _refuse_no_number(table.frame[column], column)
    decided = replace(decide_task(table.frame[column], column, "regression"), reason="the value of a later time")
    refuse_infinite(table.frame)
    schema, inferred = _schema(table, column, ahead, ignore, tuple(keep))
    clock = find_clock(table.frame, find_time(table.frame, ahead.time, column))
    schema = schema.without(clock.columns, kind="time", detail="says when a row was")
    # The window is known once the rows are laid out; until then any will do.
    plain = Windows(clock=clock, target=column, horizon=ahead.horizon, window=1, season=0, calendar=())
    laid, uneven = plain.lay_out(table.frame, schema.used)
    windows = _windows(plain, laid, ahead)
    schema, leaks = _without_later_values(schema, laid, windows)
    findings = (*table.findings, *([said] if said else []), *inferred, *uneven, *leaks)
    dataset = _assemble(laid, schema, decided, windows, seed=seed, name=table.name)
    return replace(
        dataset,
        findings=(*findings, *told(dataset, table.frame, laid)),
        origin=origin_of(source, None, table.frame, [*clock.columns, *schema.names(), column]),
    )


def _check_options(task: str | None, store: str | Path | None) -> None:
    if task not in (None, "regression"):
        raise OptionError(
            f"A forecast is of numbers: with --horizon the task is regression, received {task!r}. Leave --task out, or "
            "--horizon for a table whose rows do not follow each other."
        )
    if store is not None:
        raise OptionError("A series cannot be stored: its windows overlap. Leave store= out, or horizon=.")


def _refuse_no_number(series: pl.Series, name: str) -> None:
    dtype = series.dtype
    numbers = dtype.is_numeric() or dtype == pl.Null
    if numbers or (dtype == pl.String and series.cast(pl.Float64, strict=False).null_count() == series.null_count()):
        return
    example = next((str(value) for value in series.drop_nulls()), "nothing")
    raise DataError(
        f"A forecast is of numbers, but the target '{name}' holds values such as {example[:40]!r}. Give --target a "
        "column of numbers, mend these cells, or leave --horizon out."
    )


def _schema(
    table: Table, target: str, ahead: Ahead, ignore: Iterable[str], keep: tuple[str, ...]
) -> tuple[Schema, tuple[Finding, ...]]:
    """The columns that join the window beside the target; texts, arrays and further dates do not."""
    schema, found = infer_schema(table.frame, target, ignore=ignore, keep=keep)
    unfit = schema.names("text", "array", "datetime")
    times = find_time(table.frame, ahead.time, target).columns
    others = tuple(name for name in unfit if name not in times)
    if others:
        sentence = f"{listing(others)} left out: a window holds numbers, truth values and categories."
        found = (*found, Finding(kind="not_in_a_window", sentence=sentence, columns=others))
    left = schema.without(others, kind="nested", detail="no part of a window")
    return left, tuple(one for one in found if not set(one.columns) <= set(times))


def _windows(plain: Windows, laid: pl.DataFrame, ahead: Ahead) -> Windows:
    """The window, the season and the calendar; values are looked at as far as rows train."""
    clock, places = plain.clock, laid.height
    if ahead.horizon >= places - 1 or (ahead.window or 1) >= places - ahead.horizon:
        raise DataError(
            f"From the first row to the last there are {count(places, 'step')} of {clock.span(1)}; a window of "
            f"{ahead.window or 1} and a target {ahead.horizon} steps later do not fit into that. Expected was a "
            "horizon much shorter than the series. Give a smaller --horizon or --window, or a longer series."
        )
    lengths = candidates(clock, int(TRAIN * places))
    window = ahead.window or default_window(lengths, ahead.horizon, places)
    train = int(TRAIN * (places - window - ahead.horizon))  # never beyond the last training target
    known, true = (laid[name].fill_null(float("nan")).to_numpy()[:train] for name in (HISTORY, plain.target))
    found = season(known, true, lengths, ahead.horizon) or 0
    calendar = calendar_of(clock, laid[PLACE].to_numpy()[:train])
    return replace(plain, window=window, season=found, calendar=calendar)


def _without_later_values(schema: Schema, laid: pl.DataFrame, windows: Windows) -> tuple[Schema, tuple[Finding, ...]]:
    """Columns that hold the target of a later time are left out: at that moment nobody knew it."""
    later = laid[windows.target].to_numpy()[windows.horizon :]
    now = laid[HISTORY].to_numpy()[: -windows.horizon]
    changed = np.isfinite(later) & (later != now)
    if changed.sum() < FEWEST_CHANGES:
        return schema, ()
    leaks = []
    for name in schema.names("numeric"):
        column = laid[name].cast(pl.Float64).to_numpy()[: -windows.horizon]
        if np.isclose(column, later, rtol=1e-6)[changed].mean() >= REPEATED:
            leaks.append(name)
    if not leaks:
        return schema, ()
    sentence = (
        f"{listing(leaks)} {'holds' if len(leaks) == 1 else 'hold'} '{windows.target}' of "
        f"{count(windows.horizon, 'step')} later, which nobody knows by then. Left out."
    )
    finding = Finding(kind="leak", sentence=sentence, severity="warning", columns=tuple(leaks))
    return schema.without(leaks, kind="leak", detail=f"is '{windows.target}' of later"), (finding,)


def _assemble(
    laid: pl.DataFrame,
    schema: Schema,
    task: Task,
    windows: Windows,
    *,
    seed: int,
    name: str,
) -> Dataset:
    last = windows.window - 1
    target = laid[task.target].shift(-windows.horizon)[last:]  # of the rows that have a whole window before them
    known = windows.last_of(laid)
    rows = np.flatnonzero(target.is_not_null().to_numpy() & np.isfinite(known))
    spoken_of = windows.spoken_of(laid)
    splits = split_by_time(spoken_of[rows], windows.horizon)
    # Encoders see rows up to the last training target, which is known before the first forecast that is judged.
    seen = laid[: int(rows[splits.train[-1]]) + last + windows.horizon + 1]
    pipeline = Pipeline.fit(seen, schema, task, seed=seed, series=windows)
    dataset = Dataset(
        name=name,
        task=task,
        schema=schema,
        pipeline=pipeline,
        blocks={},
        target=pipeline.target.encode(target[rows]),
        splits=splits,
        series=SeriesRows(
            spoken_of=spoken_of[rows],
            last=known[rows],
            season_ago=windows.season_ago(laid)[rows],
            block=max(windows.horizon, windows.window, _shortest(windows, len(rows))),
        ),
    )
    return with_blocks(dataset, laid, None, rows)


def _shortest(windows: Windows, rows: int) -> int:
    """The season as far as the held-out rows hold it several times."""
    return windows.season if windows.season * 100 <= rows else 1
