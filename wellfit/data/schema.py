"""What each column of a table is: a number, a category, a text, nothing worth learning from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import polars as pl

from wellfit.data.column import Column
from wellfit.data.finding import Finding
from wellfit.data.kinds import column_of
from wellfit.data.wording import closest, count, listing
from wellfit.errors import DataError, OptionError

# Kind → what is said of one column of it and of several.
_SENTENCES = {
    "constant": (
        "Column {} holds a single value and cannot help. Left out.",
        "Columns {} hold a single value each and cannot help. Left out.",
    ),
    "identifier": (
        "Column {} looks like an identifier: each row has a value of its own, which says nothing about new "
        "rows. Left out.",
        "Columns {} look like identifiers: each row has a value of its own, which says nothing about new "
        "rows. Left out.",
    ),
    "nested": (
        "Column {} holds values that cannot be encoded. Left out.",
        "Columns {} hold values that cannot be encoded. Left out.",
    ),
    "ignored": ("Column {} is left out as asked.", "Columns {} are left out as asked."),
}


@dataclass(frozen=True, kw_only=True)
class Schema:
    """The columns of a table other than its target, in the table's order, each with its kind.

    Columns that are left out of the network's input stay in the schema, so that a report can say why.
    """

    target: str
    columns: tuple[Column, ...]

    @property
    def used(self) -> tuple[Column, ...]:
        """The columns that become input of the network."""
        return tuple(column for column in self.columns if not column.left_out)

    def names(self, *kinds: str) -> tuple[str, ...]:
        """Names of the columns of these kinds; without a kind, of all that are used."""
        return tuple(c.name for c in self.columns if c.kind in kinds) if kinds else tuple(c.name for c in self.used)

    def column(self, name: str) -> Column:
        """The column of this name. Raises KeyError where there is none."""
        return {column.name: column for column in self.columns}[name]

    def without(self, names: Iterable[str], *, kind: str, detail: str) -> "Schema":
        """The same schema with these columns left out, `kind` and `detail` saying why."""
        gone = set(names)
        changed = (replace(c, kind=kind, detail=detail) if c.name in gone else c for c in self.columns)
        return replace(self, columns=tuple(changed))


def infer_schema(
    frame: pl.DataFrame, target: str, *, ignore: Iterable[str] = (), keep: Iterable[str] = ()
) -> tuple[Schema, tuple[Finding, ...]]:
    """The kind of each column but the target, with a finding for all that is left out.

    `ignore` names columns to leave out, `keep` columns that must stay although they look like
    identifiers. Raises OptionError for a name that is no column, DataError where an input column
    holds infinite or unusably large numbers, or where no column is left to learn from.

    >>> frame = pl.DataFrame({"weight": [1.5, 2.5, 3.0], "unit": ["kg"] * 3, "price": [1, 2, 3]})
    >>> schema, findings = infer_schema(frame, "price")
    >>> [(column.name, column.kind) for column in schema.columns]
    [('weight', 'numeric'), ('unit', 'constant')]
    >>> findings[0].sentence
    "Column 'unit' holds a single value and cannot help. Left out."
    """
    ignored, kept = set(ignore), set(keep)
    check_names(frame, ignored | kept)
    columns = tuple(
        Column(name=name, kind="ignored", detail="left out as asked")
        if name in ignored
        else column_of(frame[name], keep=name in kept)
        for name in frame.columns
        if name != target
    )
    columns = _at_least_one(_one_array(columns), frame, target)
    schema = Schema(target=target, columns=_alone(columns))
    return schema, _findings(schema, frame)


def check_names(frame: pl.DataFrame, names: set[str]) -> None:
    """Raises OptionError where one of these columns, to leave out or to keep, does not exist."""
    for name in sorted(names - set(frame.columns)):
        raise OptionError(
            f"There is no column '{name}' to leave out or to keep. {closest(name, frame.columns)}Expected was one of "
            f"the table's columns: {listing(frame.columns)}. Correct the name."
        )


def _one_array(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Only the first array column can be the array block; the others are left out and said."""
    arrays = [column.name for column in columns if column.kind == "array"]
    return tuple(
        replace(column, kind="nested", detail=f"a second array beside '{arrays[0]}'")
        if column.name in arrays[1:]
        else column
        for column in columns
    )


def _alone(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Short texts are names beside other columns; where they are the only input, they are the text to read."""
    used = [column for column in columns if not column.left_out]
    if [column.kind for column in used] != ["short_text"]:
        return columns
    return tuple(replace(column, kind="text") if column is used[0] else column for column in columns)


def _at_least_one(columns: tuple[Column, ...], frame: pl.DataFrame, target: str) -> tuple[Column, ...]:
    """Where nothing else is left, numbers that look like identifiers stay: better than nothing."""
    if any(not column.left_out for column in columns):
        return columns
    numbering = [c.name for c in columns if c.kind == "identifier" and frame[c.name].dtype.is_numeric()]
    if not numbering:
        raise _nothing_left(columns, target)
    detail = "whole numbers that only number the rows, kept because no other column is left"
    return tuple(replace(c, kind="numeric", detail=detail) if c.name in numbering else c for c in columns)


def _nothing_left(columns: tuple[Column, ...], target: str) -> DataError:
    reasons = "; ".join(f"'{column.name}' {column.detail}" for column in columns[:12])
    return DataError(
        f"No column is left to learn '{target}' from. Expected was at least one that varies and is no identifier, "
        f"received: {reasons or 'the target column alone'}. Add columns, or name one to keep."
    )


def _findings(schema: Schema, frame: pl.DataFrame) -> tuple[Finding, ...]:
    left_out = []
    for kind, (one, several) in _SENTENCES.items():
        names = schema.names(kind)
        if names:
            sentence = (one if len(names) == 1 else several).format(listing(names))
            left_out.append(Finding(kind=f"{kind}_columns", sentence=sentence, columns=names))
    return (*left_out, *(_unreadable(c, frame.height) for c in schema.used if c.unreadable))


def _unreadable(column: Column, rows: int) -> Finding:
    sentence = (
        f"Column '{column.name}' is {column.kind}, but {count(column.unreadable, 'cell')} of {rows:,} cannot be read "
        "as such and count as missing."
    )
    return Finding(kind="unreadable_cells", sentence=sentence, severity="warning", columns=(column.name,))
