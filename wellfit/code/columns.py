"""The part of a script that encodes columns other than texts: one loop for each kind of column."""

from collections.abc import Callable
from typing import Any, NamedTuple

from wellfit.code.literals import constant
from wellfit.code.section import Section, function
from wellfit.data.cells import FALSE_WORDS, TRUE_WORDS
from wellfit.data.pipeline.boolean import BooleanEncoder
from wellfit.data.pipeline.categorical import CategoryEncoder
from wellfit.data.pipeline.datetimes import CYCLES, DateEncoder
from wellfit.data.pipeline.dense import DenseBlock
from wellfit.data.pipeline.encoder import DenseEncoder
from wellfit.data.pipeline.numeric import NumericEncoder
from wellfit.data.pipeline.short_text import ShortTextEncoder
from wellfit.data.pipeline.steps import StepEncoder
from wellfit.data.schema import Schema


class Kind(NamedTuple):
    """The loop over the columns of one kind, and the numbers that it goes through."""

    lines: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    constants: tuple[str, ...] = ()


def columns_section(block: DenseBlock, schema: Schema) -> Section:
    """`dense(frame)`: float32 [rows, features], exactly what the study's pipeline gives."""
    kinds = [_KINDS[type(encoder)](encoder, schema) for encoder in block.encoders if encoder.columns]
    body = ["features = []", *(line for kind in kinds for line in kind.lines)]
    body.append("return np.stack([np.nan_to_num(np.asarray(one, np.float32)) for one in features], axis=1)")
    doc = "The columns as numbers around zero, one feature after the other; a missing number is 0, the mean."
    helpers = (_NUMBER,) if block.numeric.columns else ()
    return Section(
        constants=tuple(line for kind in kinds for line in kind.constants),
        functions=(*helpers, function("dense(frame)", doc, *body)),
        numbers=tuple(line for kind in kinds for line in kind.numbers),
    )


_NUMBER = function(
    "number(cells)",
    "A column as numbers, NaN where one is missing.",
    "return cells.cast(pl.Float64, strict=False).to_numpy()",
)


def _of_numbers(encoder: NumericEncoder, _schema: Schema) -> Kind:
    bent, gaps = any(part.bend for part in encoder.parts), any(part.gaps for part in encoder.parts)
    fields = ["name", *(["middle", "bend"] if bent else []), "low", "high", "mean", "deviation"]
    rows = [tuple(getattr(part, field) for field in fields) + ((part.gaps,) if gaps else ()) for part in encoder.parts]
    names = ", ".join([*fields, *(["gaps"] if gaps else [])])
    lines = [
        *(["missing = []"] if gaps else []),
        f"for {names} in NUMBERS:",
        "    x = number(frame[name])",
        *(["    missing += [np.isnan(x)] * gaps"] if gaps else []),
        *(["    x = np.arcsinh((x - middle) / bend) if bend else x  # a heavy tail"] if bent else []),
        "    features.append((np.clip(x, low, high) - mean) / deviation)  # outliers clipped, then standardised",
        *(["features += missing"] if gaps else []),
    ]
    return Kind(tuple(lines), (f"# {names}", constant("NUMBERS", rows)))


def _of_truths(encoder: BooleanEncoder, _schema: Schema) -> Kind:
    gaps = any(part.gaps for part in encoder.parts)
    lines = [
        *(["missing = []"] if gaps else []),
        "for name, share, gaps in TRUTHS:  # an empty cell is the share of true ones",
        "    words = frame[name].cast(pl.String).str.to_lowercase()",
        "    true, false = words.is_in(TRUE).fill_null(False), words.is_in(FALSE).fill_null(False)",
        "    features.append(np.select([true, false], [1.0, 0.0], share))",
        *(["    missing += [~(true | false)] * gaps", "features += missing"] if gaps else []),
    ]
    rows = [(part.name, part.share, part.gaps) for part in encoder.parts]
    words = (constant("TRUE", list(TRUE_WORDS)), constant("FALSE", list(FALSE_WORDS)))
    return Kind(tuple(lines), ("# name, share, gaps", constant("TRUTHS", rows)), words)


def _of_categories(encoder: CategoryEncoder, _schema: Schema) -> Kind:
    others, gaps = any(part.others for part in encoder.parts), any(part.gaps for part in encoder.parts)
    lines = (
        "for name, levels, others, gaps in CATEGORIES:  # one feature a level, then rare ones, then empty cells",
        "    cells = frame[name].cast(pl.String)",
        "    features += [cells.eq_missing(level) for level in levels]",
        *(["    features += [cells.is_not_null() & ~cells.is_in(levels)] * others"] if others else []),
        *(["    features += [cells.is_null()] * gaps"] if gaps else []),
    )
    rows = [(part.name, list(part.levels), part.others, part.gaps) for part in encoder.parts]
    return Kind(lines, ("# name, levels, others, gaps", constant("CATEGORIES", rows)))


def _of_short_texts(encoder: ShortTextEncoder, _schema: Schema) -> Kind:
    lines = (
        "for name, words, gaps in NAMES:  # one feature a frequent word",
        r'    found = frame[name].str.to_lowercase().str.extract_all(r"\p{L}+|\p{N}+")',
        "    features += [found.list.contains(word).fill_null(False) for word in words]",
        "    features += [frame[name].is_null()] * gaps",
    )
    rows = [(part.name, list(part.words), part.gaps) for part in encoder.parts]
    return Kind(lines, ("# name, words, gaps", constant("NAMES", rows)))


def _of_dates(encoder: DateEncoder, schema: Schema) -> Kind:
    lines = (
        "for name, layout, mean, deviation, low, high, cycles, gaps in DATES:  # how long ago, and where in each cycle",
        "    times = frame[name].str.to_datetime(layout, strict=False) if layout else frame[name]",
        '    times = times.cast(pl.Datetime("us")).dt.replace_time_zone(None)',
        "    days = times.cast(pl.Int64).cast(pl.Float64).to_numpy() / 86_400_000_000",
        "    features.append((np.clip(days, low, high) - mean) / deviation)",
        "    for period, waves in cycles:",
        "        for wave in range(1, waves + 1):",
        "            angle = 2 * np.pi * wave * np.mod(days, period) / period",
        "            features += [np.sin(angle), np.cos(angle)]",
        "    features += [np.isnan(days)] * gaps",
    )
    rows = [
        (
            part.name,
            schema.column(part.name).layout,
            *(part.mean, part.deviation, part.low, part.high),
            [CYCLES[cycle] for cycle in part.cycles],
            part.gaps,
        )
        for part in encoder.parts
    ]
    numbers = ("# name, layout, mean, deviation, low, high, cycles (days, waves), gaps", constant("DATES", rows))
    return Kind(lines, numbers)


def _of_steps(encoder: StepEncoder, _schema: Schema) -> Kind:
    lines = (
        "for name, edges, means in STEPS:  # each number once more: how much of each stretch lies below it",
        "    shares = (number(frame[name])[:, None] - edges[:-1]) / np.diff(edges)",
        "    features += list((np.clip(shares, 0, 1) - means).T)",
    )
    rows = [(part.name, list(part.edges), list(part.means)) for part in encoder.parts]
    return Kind(lines, ("# name, edges, mean of each step over the training rows", constant("STEPS", rows)))


_KINDS: dict[type[DenseEncoder], Callable[[Any, Schema], Kind]] = {
    NumericEncoder: _of_numbers,
    BooleanEncoder: _of_truths,
    CategoryEncoder: _of_categories,
    ShortTextEncoder: _of_short_texts,
    DateEncoder: _of_dates,
    StepEncoder: _of_steps,
}
