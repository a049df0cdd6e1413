"""The part of a script that reads the raw rows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from wellfit.code.literals import constant, literal
from wellfit.code.loaders import Loader, loader
from wellfit.code.section import Section, function
from wellfit.data.cells import is_text
from wellfit.data.origin import Origin
from wellfit.data.sources.cells import MISSING
from wellfit.data.sources.example import PREFIX
from wellfit.data.sources.formats import read_file
from wellfit.data.sources.text_folder import read_text_folder
from wellfit.data.task import Task

_IN_MEMORY = Loader(call="pl.read_parquet(path)")
_REPEATS, _UNSEEN = "test_rows_in_train", "unseen_test_labels"


def rows_section(origin: Origin, task: Task, findings: Sequence[Mapping[str, Any]], *, series: bool = False) -> Section:
    """`rows()`: the raw rows of all sources with a target (of a `series`, all of them), in the order of the study.

    `findings` are those of the study: they tell what was left out of the rows.
    """
    tests = origin.tests
    sources = (origin.sources,) if tests is None else (origin.sources, tests)
    loaders = [[loader(place) for place in places] or [_IN_MEMORY] for places in sources]
    forms = _forms([one for of_source in loaders for one in of_source])
    of_train, train = _sources("SOURCE", origin.sources, loaders[0], forms)
    if tests is None:
        paths, doc, body = of_train, "The rows as the study read them.", [f"return tidy({train})"]
    else:
        of_test, test = _sources("TEST", tests, loaders[1], forms)
        paths, doc = (*of_train, *of_test), "The rows as the study read them, those of the test last."
        body = [f"frame, test = tidy({train}), tidy({test})", *_joined(origin, findings)]
    text = all(one.text for of_source in loaders for one in of_source)
    sections = [*forms.values(), _tidy(origin, text=text, whole=series)]
    return Section(
        imports=tuple(line for part in sections for line in part.imports),
        constants=(
            *paths,
            constant("TARGET", task.target),
            *(line for part in sections for line in part.constants),
        ),
        functions=(*(text for part in sections for text in part.functions), function("rows()", doc, *body)),
    )


def _forms(loaders: Sequence[Loader]) -> dict[Section, Section]:
    """What the loaders need, once each; from the second on, their functions and constants have numbers."""
    needed = [one.section for one in loaders if one.section != Section()]
    return {section: _numbered(section, place + 1) for place, section in enumerate(dict.fromkeys(needed))}


def _numbered(section: Section, number: int) -> Section:
    return replace(
        section,
        constants=tuple(_with_number(text, number, r"^COLUMNS") for text in section.constants),
        functions=tuple(_with_number(text, number) for text in section.functions),
    )


def _with_number(text: str, number: int, names: str = r"\b(?:load|decoded)(?=\()|\bCOLUMNS\b") -> str:
    """The source with a number behind these names, for a second form of source."""
    return text if number == 1 else re.sub(names, rf"\g<0>_{number}", text)


def _sources(
    name: str, places: Sequence[str], loaders: Sequence[Loader], forms: Mapping[Section, Section]
) -> tuple[tuple[str, ...], str]:
    """The constants with the paths, and the expression that gives one frame of them."""
    order = list(forms)
    calls = [
        _with_number(one.call, order.index(one.section) + 1) if one.section in forms else one.call for one in loaders
    ]
    paths = list(places) or ["rows.parquet" if name == "SOURCE" else "test_rows.parquet"]
    comment = "" if places else "  # the study was made from rows in memory: save them here"
    if len(paths) == 1:
        named = "path" in calls[0]
        return ((f"{name} = {literal(paths[0])}{comment}",) if named else ()), _filled(calls[0], name)
    if len(set(calls)) == 1:
        return (constant(name, paths),), f'pl.concat([{calls[0]} for path in {name}], how="diagonal_relaxed")'
    each = ", ".join(_filled(call, f"{name}[{place}]") for place, call in enumerate(calls))
    return (constant(name, paths),), f'pl.concat([{each}], how="diagonal_relaxed")'


def _filled(call: str, path: str) -> str:
    return call.replace("path", path, 1)


def _tidy(origin: Origin, *, text: bool, whole: bool) -> Section:
    """`tidy(frame)`: cells as the study understands them; `text` says that all were read as text, `whole` that rows
    without a target stay.
    """
    places = (*origin.sources, *(origin.tests or ()))
    files = [place for place in places if not place.startswith(PREFIX)]  # examples are tidy as they are
    raw = [kind for place in files for kind in _raw_types(place).items()]
    body, constants = [], []
    if any(isinstance(kind, pl.Struct) for _, kind in raw):
        body += [
            "while nested := [name for name, kind in frame.schema.items() if isinstance(kind, pl.Struct)]:",
            '    frame = frame.unnest(nested, separator=".")',
        ]
    lists = sorted({name for name, kind in raw if kind == pl.List(pl.String) and name in origin.types})
    body += [f'frame = frame.with_columns(frame[{literal(name)}].list.join(" ", ignore_nulls=True))' for name in lists]
    if not places or any(is_text(kind) or kind.is_nested() for _, kind in raw):
        constants.append(constant("MISSING", list(MISSING)))
        body.append("frame = frame.with_columns(pl.col(pl.String).str.strip_chars().replace(MISSING, None))")
    if not text and (not places or any(kind.is_float() or kind.is_nested() for _, kind in raw)):
        body.append("frame = frame.with_columns(pl.col(pl.Float32, pl.Float64).fill_nan(None))")
    body.append("return frame" if whole else "return frame.filter(frame[TARGET].is_not_null())")
    doc = "Missing values empty." if whole else "Missing values empty, rows without a target left out."
    return Section(constants=tuple(constants), functions=(function("tidy(frame)", doc, *body),))


def _raw_types(place: str) -> dict[str, pl.DataType]:
    """Types of the columns of one file or folder before anything is tidied."""
    path = Path(place)
    return dict((read_text_folder(path) if path.is_dir() else read_file(path)).frame.schema)


def _joined(origin: Origin, findings: Sequence[Mapping[str, Any]]) -> list[str]:
    """Training rows that are equal to a test row left out, and test rows of unknown classes."""
    lines = []
    kinds = {str(finding.get("kind")) for finding in findings if finding.get("severity") != "problem"}
    if _UNSEEN in kinds:
        lines.append("test = test.filter(labels(test).is_in(CLASSES))")
    if _REPEATS in kinds:
        lines.append(f"columns = {literal(list(origin.types))}")
        lines.append('frame = frame.join(test, on=columns, how="anti", nulls_equal=True, maintain_order="left")')
    return [*lines, 'return pl.concat([frame, test], how="diagonal_relaxed")']
