"""Tables that name image files: a column of paths, and a column to predict."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from wellfit.data.cells import is_text
from wellfit.data.decide import decide_task, find_target
from wellfit.data.finding import Finding
from wellfit.data.images.assemble import Labelled
from wellfit.data.images.find import Entry, readable
from wellfit.data.images.known import known_rows
from wellfit.data.images.suffixes import are_images
from wellfit.data.sources.example import PREFIX
from wellfit.data.sources.locate import locate
from wellfit.data.sources.read import read_table
from wellfit.data.splits import refuse_too_few
from wellfit.data.table import Table
from wellfit.data.target import target_for
from wellfit.data.task import Task
from wellfit.data.wording import count, listing
from wellfit.errors import DataError

# Of the cells of a column of paths; the others are missing or of formats that are not read.
MOST = 0.9


def names_images(table: Table, source: Any, ignore: Iterable[str] = ()) -> str | None:
    """The column of a table that names the images to learn from, or None.

    Among other columns it may be a mere name; there its files have to be where they are said to be.
    """
    column = path_column(table.frame.drop(*ignore, strict=False))
    if column is None or table.frame.width <= 2:
        return column
    return column if _base(table.frame[column], source) is not None else None


def path_column(frame: pl.DataFrame) -> str | None:
    """The first column whose cells are called as images are, or None.

    >>> path_column(pl.DataFrame({"label": ["cat", "dog"], "file": ["1.jpg", "2.png"]}))
    'file'
    """
    for name in frame.columns:
        if is_text(frame[name].dtype):
            cells = frame[name].cast(pl.String).drop_nulls()
            if len(cells) and are_images(cells).sum() >= MOST * len(cells):
                return name
    return None


def labelled_table(
    table: Table,
    column: str,
    source: Any,
    *,
    target: str | int | None = None,
    task: str | None = None,
    test: Any = None,
) -> Labelled:
    """The images that a table names, with the values of its target; those of the table `test` are for the test alone.

    Other columns are left out. Raises what `find_target` and `decide_task` raise, and DataError where no file is
    there.
    """
    others = [name for name in table.frame.columns if name != column]
    if target is None and table.target is None and len(others) == 1:
        target = others[0]
    name, said = find_target(table, target)
    refuse_too_few(table.frame.height, f"in {table.name}")
    decided = decide_task(table.frame[name], name, task)
    files, values, absent = _rows(table, column, source, decided)
    if test is not None:
        more, labels, _ = _rows(read_table(test), column, test, decided)
        files = [*files, *(replace(entry, split="test") for entry in more)]
        values = pl.concat([values, labels])
    given = Labelled(name=table.name, column=column, task=decided, files=tuple(files), target=values)
    rows, unseen = known_rows(given)
    left = _left_out(absent, [other for other in others if other != name], column)
    return replace(given.only(rows), findings=(*table.findings, *([said] if said else []), *left, *unseen))


def _rows(table: Table, column: str, source: Any, task: Task) -> tuple[list[Entry], pl.Series, int]:
    """The files of the rows that name one and have a target, their targets, and how many rows do not."""
    missing = [name for name in (column, task.target) if name not in table.frame.columns]
    if missing:
        raise DataError(
            f"{table.name} lacks {count(len(missing), 'column')} of the training source: {listing(missing)}. Its "
            f"columns are {listing(table.frame.columns)}. Give it the same columns."
        )
    values = target_for(task.kind, table.frame[task.target], task.target)
    known = values.is_not_null() & table.frame[column].is_not_null()
    named = table.frame[column].filter(known)
    paths = located(named, source)
    files = [Entry(kind="image", path=path, shown=readable(str(cell))) for path, cell in zip(paths, named, strict=True)]
    return files, values.filter(known), int((~known).sum())


def located(column: pl.Series, source: Any) -> list[Path]:
    """The path of each cell: absolute, or from the folder of the table, or from where the program runs.

    Raises DataError where no file is there. A single one that is not there is a broken image.
    """
    base = _base(column, source)
    if base is None:
        looked = [str(base.absolute()) for base in _bases(source)]
        raise DataError(
            f"None of the images that the column '{column.name}' names is there: "
            f"{listing([str(cell) for cell in column[:3]])}, looked for in {listing(looked)}. Expected were paths from "
            "the folder of the table, or absolute ones. Correct the paths, or move the table."
        )
    return [base / str(cell or "") for cell in column]


def _base(column: pl.Series, source: Any) -> Path | None:
    some = [str(cell) for cell in column.drop_nulls()[:100]]
    return next((base for base in _bases(source) if any((base / cell).is_file() for cell in some)), None)


def _bases(source: Any) -> list[Path]:
    several: Sequence[Any] = source if isinstance(source, list | tuple) else [source]
    named = [one for one in several if isinstance(one, str | Path) and not str(one).startswith(PREFIX)]
    return [*dict.fromkeys(path.parent for one in named for path in locate(one)), Path()]


def _left_out(rows: int, columns: list[str], column: str) -> tuple[Finding, ...]:
    found = []
    if rows:
        sentence = f"{count(rows, 'row')} without a path or without a value of the target left out."
        found.append(Finding(kind="rows_without_target", sentence=sentence))
    if columns:
        sentence = (
            f"The images that '{column}' names are what is learned from; {listing(columns)} left out. To learn from "
            f"those instead, leave '{column}' out with --ignore."
        )
        found.append(Finding(kind="not_an_image", sentence=sentence, columns=tuple(columns)))
    return tuple(found)
