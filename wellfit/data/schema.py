"""What each column of a table is: a number, a category, a text, nothing worth learning from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import polars as pl

from wellfit.data.finding import Finding
from wellfit.data.kinds import KINDS_LEFT_OUT, Column, column_of
from wellfit.errors import DataError, OptionError

_SENTENCES: dict[str, Callable[[str, bool], str]] = {
    "constant": lambda names, many: f"{names} {'hold' if many else 'holds'} a single value and cannot help.",
    "identifier": lambda names, many: (
        f"{names} {'look like identifiers' if many else 'looks like an identifier'}: "
        "(almost) every row has its own value, which says nothing about new rows."
    ),
    "nested": lambda names, many: f"{names} {'hold' if many else 'holds'} values that are neither numbers nor text.",
    "ignored": lambda names, many: f"{names} {'are' if many else 'is'} left out as asked.",
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
    _check_names(frame, ignored | kept)
    columns = tuple(
        Column(name=name, kind="ignored", detail="left out as asked")
        if name in ignored
        else column_of(frame[name], keep=name in kept)
        for name in frame.columns
        if name != target
    )
    schema = _not_empty(Schema(target=target, columns=columns), frame)
    return schema, (*_left_out(schema), *_unreadable(schema))


def _check_names(frame: pl.DataFrame, names: set[str]) -> None:
    unknown = sorted(names - set(frame.columns))
    if unknown:
        raise OptionError(
            f"There is no column {listed(unknown)} to leave out or to keep; expected names of the table's columns, "
            f"which are {listed(frame.columns, most=20)}. Correct the name."
        )


def _not_empty(schema: Schema, frame: pl.DataFrame) -> Schema:
    """A table whose only inputs look like identifiers keeps the numeric ones: better than nothing."""
    if schema.used:
        return schema
    numeric = [c.name for c in schema.columns if c.kind == "identifier" and frame[c.name].dtype.is_numeric()]
    if numeric:
        columns = (column_of(frame[c.name], keep=True) if c.name in numeric else c for c in schema.columns)
        return replace(schema, columns=tuple(columns))
    reasons = "; ".join(f"'{c.name}': {c.detail}" for c in schema.columns) or "the table has the target column only"
    raise DataError(
        f"No column is left to learn '{schema.target}' from; expected at least one that varies and is no identifier, "
        f"received none ({reasons}). Add columns, or name one to keep."
    )


def _left_out(schema: Schema) -> tuple[Finding, ...]:
    findings = []
    for kind, sentence in _SENTENCES.items():
        names = schema.names(kind)
        if names:
            subject = f"Column{'s' if len(names) > 1 else ''} {listed(names)}"
            text = sentence(subject, len(names) > 1) + ("" if kind == "ignored" else " Left out.")
            findings.append(Finding(kind=f"{kind}_columns", sentence=text, columns=names))
    return tuple(findings)


def _unreadable(schema: Schema) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            kind="unreadable_cells",
            sentence=f"Column '{c.name}' is {c.kind}, but {c.unreadable:,} of its cells cannot be read as such; "
            "they count as missing.",
            severity="warning",
            columns=(c.name,),
        )
        for c in schema.used
        if c.unreadable
    )


def listed(names: Iterable[str], most: int = 5) -> str:
    """Names in quotes, separated by commas, the number of the others at the end where there are many.

    >>> listed(["a", "b", "c"], most=2)
    "'a', 'b' and 1 more"
    """
    every = [f"'{name}'" for name in names]
    more = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(every[:most]) + more


__all__ = ["KINDS_LEFT_OUT", "Column", "Schema", "infer_schema", "listed"]
