"""Values as Python source: whatever a name of a column holds, it stays a value and never becomes code."""

import math
from collections.abc import Sequence
from typing import Any

WIDTH = 118


def literal(value: Any) -> str:
    r"""Source that gives the value back: text, numbers, truth values, None, lists and tuples of these.

    Text is quoted and escaped by `repr`: quotes, line breaks and letters that cannot be seen cannot end it.

    >>> print(literal(["it's\n", "a", 0.1, None, (1,)]), literal(float("inf")))
    ["it's\n", "a", 0.1, None, (1,)] float('inf')
    """
    if isinstance(value, str):
        quoted = repr(value)
        return f'"{quoted[1:-1]}"' if quoted[0] == "'" and '"' not in quoted and "'" not in value else quoted
    if value is None or isinstance(value, bool | int):
        return repr(value)
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else f"float({str(value)!r})"
    opened, closed = _brackets(value)
    items = ", ".join(literal(item) for item in value)
    return f"{opened}{items}{',' if len(value) == 1 and opened == '(' else ''}{closed}"


def constant(name: str, value: Any) -> str:
    """`NAME = value`, a long list broken into lines.

    >>> print(constant("CLASSES", ["no", "yes"]))
    CLASSES = ["no", "yes"]
    """
    return f"{name} = {_laid_out(value, 0, len(name) + 3)}"


def text_constant(name: str, text: str) -> str:
    """`NAME = "text"`, a long text of letters and digits broken into lines."""
    lines = [f"    {literal(text[start : start + WIDTH - 6])}" for start in range(0, len(text), WIDTH - 6)]
    return "\n".join([f"{name} = (", *lines, ")"]) if len(lines) > 1 else f"{name} = {literal(text)}"


def _laid_out(value: Any, indent: int, used: int) -> str:
    flat = literal(value)
    if used + len(flat) <= WIDTH or not isinstance(value, list | tuple):
        return flat
    opened, closed = _brackets(value)
    inner = indent + 4
    lines: list[str] = []
    for item in value:
        piece = f"{_laid_out(item, inner, inner + 1)},"
        if _fits(lines, piece, item, inner):
            lines[-1] += f" {piece}"
        else:
            lines.append(piece)
    pad = " " * inner
    return "\n".join([opened, *(f"{pad}{line}" for line in lines), f"{' ' * indent}{closed}"])


def _fits(lines: Sequence[str], piece: str, item: Any, indent: int) -> bool:
    """Short values share a line; each list has lines of its own."""
    return bool(lines) and not isinstance(item, list | tuple) and indent + len(lines[-1]) + 1 + len(piece) <= WIDTH


def _brackets(value: Any) -> tuple[str, str]:
    if isinstance(value, list):
        return "[", "]"
    if isinstance(value, tuple):
        return "(", ")"
    raise TypeError(f"a {type(value).__name__} has no literal: {value!r:.80}")
