"""Which column is the target, and which kind of task it makes."""

import polars as pl

from wellfit.data.finding import Finding
from wellfit.data.table import Table
from wellfit.data.target import clean_target, distinct_labels
from wellfit.data.task import KINDS, Kind, Task
from wellfit.data.wording import closest, count, listing
from wellfit.errors import DataError, OptionError

USUAL_TARGETS = ("target", "label", "class", "y")
MOST_CLASSES = 1_000
# Whole numbers are taken for class numbers when they are few and counted from -1, 0 or 1 without a gap.
MOST_NUMBERED_CLASSES = 20
ROWS_PER_NUMBERED_CLASS = 5


def find_target(table: Table, target: str | int | None) -> tuple[str, Finding | None]:
    """The name of the target column, and a finding when nobody named it.

    `target` is a column's name, or its 0-based position as a number or as text; a name wins over a
    position. Without it, the source's own target is taken, else a column called target, label,
    class or y. Raises OptionError when there is no such column.

    >>> table = Table(frame=pl.DataFrame({"a": [1], "label": [0]}), name="tiny")
    >>> find_target(table, 0)[0], find_target(table, None)[0]
    ('a', 'label')
    """
    columns = table.frame.columns
    if target is not None:
        return _named_target(columns, target), None
    if table.target is not None:
        return _named_target(columns, table.target), None
    for usual in USUAL_TARGETS:
        for column in columns:
            if column.strip().lower() == usual:
                sentence = f"No target was named; the column '{column}' was taken, because it is called so."
                return column, Finding(kind="target", sentence=sentence, columns=(column,))
    raise OptionError(
        f"No target column was named, and {table.name} has no column called target, label, class or y. "
        f"Its columns are {listing(columns)}. Name the column to predict with --target."
    )


def _named_target(columns: list[str], target: str | int) -> str:
    if isinstance(target, str) and target in columns:
        return target
    text = str(target).strip()
    if text.isdecimal():
        if int(text) < len(columns):
            return columns[int(text)]
        raise OptionError(
            f"There is no column at position {text}: positions start at 0, and there are "
            f"{count(len(columns), 'column')}, {listing(columns)}. Give --target one of these names or positions."
        )
    raise OptionError(
        f"There is no column '{target}' to take as the target. The columns are {listing(columns)}. "
        f"{closest(text, columns)}Give --target one of these names, or a position from 0 to {len(columns) - 1}."
    )


def decide_task(series: pl.Series, name: str, kind: str | None = None) -> Task:
    """The task that the target column makes, with the reason in a clause; `kind` overrides it.

    Two different values make a binary task; texts, and whole numbers counted from -1, 0 or 1 without
    a gap, a multi-class task; other numbers a regression. Raises OptionError for an unknown `kind`
    and DataError for a target that nothing can be learned from.

    >>> decide_task(pl.Series(["no", "yes", "no"]), "bought").classes
    ('no', 'yes')
    >>> decide_task(pl.Series([1.5, 2.25, 3.0]), "price").kind
    'regression'
    """
    if kind is not None and kind not in KINDS:
        raise OptionError(
            f"There is no task '{kind}'. {closest(kind, KINDS)}"
            f"The tasks are {listing(KINDS)}; without --task, the target's values decide."
        )
    values = clean_target(series, name, kind)
    labels = distinct_labels(values, name)
    chosen: Kind
    if kind is None:
        chosen, reason = _choose(values, len(labels))
    else:
        chosen, reason = _checked(kind, values, name, len(labels)), "it was asked for"
    if chosen == "regression":
        return Task(kind=chosen, target=name, reason=reason)
    _refuse_too_many(len(labels), len(values), name, values.dtype)
    return Task(kind=chosen, target=name, classes=labels, reason=reason)


def _choose(values: pl.Series, distinct: int) -> tuple[Kind, str]:
    if distinct == 2:
        return "binary", "the target has two different values"
    if values.dtype == pl.String:
        return "multiclass", f"the target has {distinct} different texts"
    if values.dtype.is_integer():
        return _choose_for_whole_numbers(values, distinct)
    return "regression", f"the target is a number with {distinct} different values, not all of them whole"


def _choose_for_whole_numbers(values: pl.Series, distinct: int) -> tuple[Kind, str]:
    low, high = int(values.min()), int(values.max())  # type: ignore[arg-type]
    counted = low in (-1, 0, 1) and high - low + 1 == distinct
    if counted and distinct <= MOST_NUMBERED_CLASSES and len(values) >= ROWS_PER_NUMBERED_CLASS * distinct:
        return "multiclass", (
            f"the target has the {distinct} whole numbers from {low} to {high}, as classes are numbered; "
            "take --task regression if they are quantities"
        )
    reason = f"the target has {distinct} different whole numbers from {low} to {high}"
    if distinct > MOST_NUMBERED_CLASSES:
        return "regression", reason
    return "regression", f"{reason}, unlike classes numbered from 0 or 1; take --task multiclass if they are labels"


def _checked(kind: str, values: pl.Series, name: str, distinct: int) -> Kind:
    if kind == "binary" and distinct != 2:
        raise DataError(
            f"A binary task needs a target with two different values; '{name}' has {distinct}. "
            "Take --task multiclass or regression, or another target."
        )
    return next(known for known in KINDS if known == kind)


def _refuse_too_many(distinct: int, rows: int, name: str, dtype: pl.DataType) -> None:
    if distinct <= MOST_CLASSES and (distinct * 2 <= rows or distinct == 2):
        return
    hint = "Take --task regression, or" if dtype.is_numeric() else "Group its values, or"
    raise DataError(
        f"The target '{name}' has {distinct} different values in {rows} rows, which is too many for classes: expected "
        f"were at most {MOST_CLASSES}, each in two rows or more on average. {hint} name another column with --target."
    )
