"""Frozen dataclasses as plain JSON values, and back with every value checked.

A saved pipeline may have been edited, truncated or made by somebody else: it is read field by field
against the annotations, never executed, and what does not fit is named by its path.
"""

import sys
import types
import typing
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

from wellfit.errors import StudyError

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """A dataclass as a dict, a tuple as a list, all within as well.

    >>> from wellfit.data.column import Column
    >>> to_plain((Column(name="age", kind="numeric"),))
    [{'name': 'age', 'kind': 'numeric', 'detail': '', 'layout': None, 'unreadable': 0}]
    """
    if is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    return value


def from_plain(kind: type[T], value: Any, where: str) -> T:
    """The dataclass `kind` made of a dict; `where`, "pipeline" or "dataset", begins the path that an error names.

    Raises StudyError for a missing or unknown field, a value of another type, a number that is not
    finite, and for what the dataclass itself refuses (ValueError).
    """
    if not isinstance(value, dict):
        raise _wrong(where, "an object", value)
    hints = typing.get_type_hints(kind)
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    if set(value) != set(names):
        missing, extra = sorted(set(names) - set(value)), sorted(map(str, set(value) - set(names)))
        raise _wrong(where, f"the fields {', '.join(names)}", f"without {missing} and with {extra}")
    parts = {name: _checked(hints[name], value[name], f"{where}.{name}") for name in names}
    try:
        return kind(**parts)
    except ValueError as problem:
        raise _wrong(where, "values that fit together", str(problem)) from problem


def _checked(hint: Any, value: Any, where: str) -> Any:
    origin = typing.get_origin(hint)
    if origin is tuple:
        return _items(typing.get_args(hint)[0], value, where)
    if origin in (types.UnionType, typing.Union):
        inner = next(part for part in typing.get_args(hint) if part is not type(None))
        return None if value is None else _checked(inner, value, where)
    if origin is typing.Literal:
        if value in typing.get_args(hint):
            return value
        raise _wrong(where, f"one of {', '.join(map(repr, typing.get_args(hint)))}", value)
    if is_dataclass(hint):
        return from_plain(typing.cast(type, hint), value, where)
    if hint is float and type(value) in (int, float) and abs(value) <= sys.float_info.max:
        return float(value)
    # `type` and not isinstance: true is not the number 1.
    if hint in (int, str, bool) and type(value) is hint:
        return value
    raise _wrong(
        where, {float: "a finite number", int: "a whole number", str: "a text", bool: "true or false"}[hint], value
    )


def _items(hint: Any, value: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise _wrong(where, "a list", value)
    # Ten thousand words one by one through the general check would be slow to no end.
    if hint is str and all(type(item) is str for item in value):
        return tuple(value)
    return tuple(_checked(hint, item, f"{where}[{index}]") for index, item in enumerate(value))


def _wrong(where: str, expected: str, received: Any) -> StudyError:
    shown, saved = repr(received), where.partition(".")[0]
    advice = "Store the data again." if saved == "dataset" else "Use the pipeline.json that the study wrote."
    return StudyError(
        f"The saved {saved} is broken: at {where}, expected {expected}, received "
        f"{shown if len(shown) <= 80 else shown[:77] + '...'}. {advice}"
    )
