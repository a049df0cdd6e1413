"""The part of a script that turns the rows of a series into windows."""

from dataclasses import replace

from wellfit.code.columns import columns_section
from wellfit.code.literals import literal
from wellfit.code.section import Section, function
from wellfit.data.pipeline.datetimes import CYCLES
from wellfit.data.pipeline.dense import DenseBlock
from wellfit.data.pipeline.steps import StepEncoder
from wellfit.data.pipeline.target import TargetEncoder
from wellfit.data.pipeline.windows import HISTORY, PLACE, Windows
from wellfit.data.schema import Schema
from wellfit.data.series.clock import PARTS, Clock

_DAY = "86_400_000_000"


def series_section(windows: Windows, dense: DenseBlock, schema: Schema, target: TargetEncoder) -> Section:
    """`lay_out(frame)`, `later(laid)`, `usable(laid)`, `window(laid)` and, where there is one, `calendar(laid)`."""
    plain = replace(dense, steps=StepEncoder(parts=()))
    columns = columns_section(plain, schema) if plain.width else Section()
    functions = (
        function("moments(frame)", f"When each row was, in {_UNITS[windows.clock.unit]}.", *_moments(windows.clock)),
        _lay_out(list(schema.names())),
        _LATER,
        _USABLE,
        _window(target, columns=bool(plain.width)),
        *((_calendar(windows.clock),) if windows.calendar else ()),
    )
    return Section(
        constants=(*columns.constants, *_constants(windows)),
        functions=(*columns.functions, *functions),
        numbers=columns.numbers,
    )


def _constants(windows: Windows) -> list[str]:
    clock, cycles = windows.clock, [CYCLES[name] for name in windows.calendar]
    return [
        f"PLACE, KNOWN = {literal(PLACE)}, {literal(HISTORY)}  # columns that are added",
        f"HORIZON, WINDOW = {windows.horizon}, {windows.window}",
        f"START, STEP = {clock.start!r}, {clock.step!r}  # of time, in {_UNITS[clock.unit]}",
        *([f"CYCLES = {literal(cycles)}  # days, waves"] if cycles else []),
    ]


def _lay_out(columns: list[str]) -> str:
    filled = f"pl.col({literal(columns)}).forward_fill(), " if columns else ""
    return function(
        "lay_out(frame)",
        "A row for each step in time; empty cells hold what was known last, but the target stays empty.",
        "place = (moments(frame) - START) / STEP",
        "whole = np.round(place)",
        "fits = np.abs(place - whole) < 0.1  # not so where the time is missing",
        "frame = frame.with_columns(pl.Series(PLACE, whole).cast(pl.Int64, strict=False)).filter(pl.Series(fits))",
        'frame = frame.unique(PLACE, keep="first").sort(PLACE)',
        "every = pl.DataFrame({PLACE: range(frame[PLACE][0], frame[PLACE][-1] + 1)})",
        'laid = every.join(frame, on=PLACE, how="left", maintain_order="left")',
        "laid = laid.with_columns(pl.col(TARGET).cast(pl.Float64, strict=False))",
        f"return laid.with_columns({filled}pl.col(TARGET).forward_fill().alias(KNOWN))",
    )


_LATER = function(
    "later(laid)",
    "The target HORIZON steps after each row that has a whole window before it.",
    "return laid.select(pl.col(TARGET).shift(-HORIZON))[WINDOW - 1 :]",
)
_USABLE = function(
    "usable(laid)",
    "The numbers of those rows whose target is known, then and before.",
    "known = laid[KNOWN].is_not_null()[WINDOW - 1 :]",
    "return np.flatnonzero(later(laid)[TARGET].is_not_null() & known)",
)


def _window(target: TargetEncoder, *, columns: bool) -> str:
    bent = "np.log1p(np.maximum(known, -1 + 1e-6))" if target.transform == "log1p" else "known"
    return function(
        "window(laid)",
        "The last WINDOW rows up to each row: the target's own past, then the columns.",
        'known = laid[KNOWN].fill_null(float("nan")).to_numpy()',
        f"past = np.nan_to_num((np.clip({bent}, LOW, HIGH) - MEAN) / DEVIATION).astype(np.float32)",
        "steps = np.column_stack([past, dense(laid)])" if columns else "steps = past[:, None]",
        "return np.lib.stride_tricks.sliding_window_view(steps, WINDOW, axis=0).transpose(0, 2, 1)",
    )


_UNITS = {"time": "microseconds since 1970", "months": "months since January 1970", "number": "the column's own unit"}


def _moments(clock: Clock) -> list[str]:
    if clock.unit == "number":
        return [
            f"return frame[{literal(clock.columns[0])}].cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()"
        ]
    times = [*_times(clock), 'times = times.cast(pl.Datetime("us")).dt.replace_time_zone(None)']
    if clock.unit == "months":
        months = "((times.dt.year().cast(pl.Float64) - 1970) * 12 + times.dt.month().cast(pl.Float64) - 1)"
        return [*times, f"return {months}.fill_null(np.nan).to_numpy()"]
    return [*times, "return times.cast(pl.Int64).cast(pl.Float64).fill_null(np.nan).to_numpy()"]


def _times(clock: Clock) -> list[str]:
    names = {name.strip().lower(): name for name in clock.columns}
    if PARTS[0] in names:
        columns = [
            f"pl.col({literal(names[part])}).cast(pl.Int32, strict=False)"
            if part in names
            else ("1" if part in PARTS[:3] else "0")
            for part in PARTS
        ]
        return [
            "parts = [",
            *(f"    {column}," for column in columns),
            "]",
            "times = frame.select(pl.datetime(*parts)).to_series()",
        ]
    cells = f"frame[{literal(clock.columns[0])}]"
    return [
        f"times = {cells}.str.to_datetime({literal(clock.layout)}, strict=False)"
        if clock.layout
        else f"times = {cells}"
    ]


def _calendar(clock: Clock) -> str:
    place = "laid[PLACE].to_numpy()[WINDOW - 1 :] + HORIZON"
    if clock.unit == "months":
        days = [
            f"months = np.round(START + ({place}) * STEP).astype(np.int64).astype('datetime64[M]')",
            "first = months.astype('datetime64[D]')",
            "length = ((months + 1).astype('datetime64[D]') - first).astype(np.int64)",
            f"days = first.astype(np.int64) + np.minimum({clock.day}, length) - 1 + {clock.rest!r} / {_DAY}",
        ]
    else:
        days = [f"days = np.round(START + ({place}) * STEP) / {_DAY}"]
    return function(
        "calendar(laid)",
        "When the forecast is for: where in the year, the week and the day.",
        *days,
        "found = []",
        "for period, waves in CYCLES:",
        "    for wave in range(1, waves + 1):",
        "        angle = 2 * np.pi * wave * np.mod(days, period) / period",
        "        found += [np.sin(angle), np.cos(angle)]",
        "return np.stack(found, axis=1).astype(np.float32)",
    )


def series_lines(blocks: tuple[str, ...]) -> tuple[str, ...]:
    """What `main` does with the rows: what the network takes, and the answers."""
    calls = [{"dense": "calendar(laid)[used]", "window": "window(laid)[used]"}[block] for block in blocks]
    made = calls[0] if len(calls) == 1 else f"[{', '.join(calls)}]"
    return ("laid = lay_out(frame)", "used = usable(laid)", f"x, y = {made}, answers(later(laid)[used])")
