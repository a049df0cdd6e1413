"""The scalars in an event file: tag, step and value, in both ways in which they have been written."""

from pathlib import Path

from wellfit.errors import SourceError
from wellfit.histories.events.frames import EXPECTED, records
from wellfit.histories.events.wire import BYTES, FIXED32, VARINT, fields, floats, signed

# tensorflow/core/util/event.proto, framework/summary.proto, framework/tensor.proto, framework/types.proto
STEP, SUMMARY = 2, 5
VALUE = 1
TAG, SIMPLE_VALUE, TENSOR = 1, 2, 8
DTYPE, CONTENT, FLOATS, DOUBLES = 1, 4, 5, 6
LETTERS = {1: "f", 2: "d"}  # DT_FLOAT and DT_DOUBLE: a loss is written as one of them

Scalars = dict[str, dict[int, float]]


def scalars(path: Path) -> Scalars:
    """Values by tag and step. Of a step that was written twice, the last one counts, as in TensorBoard.

    Raises SourceError where the file is damaged.
    """
    found: Scalars = {}
    for record in records(path):
        try:
            for tag, step, value in _of_event(record):
                found.setdefault(tag, {})[step] = value
        except ValueError as error:
            raise SourceError(f"{path} holds a record that is no event: {error}. {EXPECTED}.") from error
    return found


def _of_event(event: bytes) -> list[tuple[str, int, float]]:
    step, found = 0, []
    for number, kind, value in fields(event):
        if number == STEP and kind == VARINT and isinstance(value, int):
            step = signed(value)
        elif number == SUMMARY and kind == BYTES and isinstance(value, bytes):
            found += [one for one in map(_of_value, _messages(value, VALUE)) if one is not None]
    return [(tag, step, value) for tag, value in found]


def _messages(message: bytes, wanted: int) -> list[bytes]:
    return [value for number, kind, value in fields(message) if number == wanted and isinstance(value, bytes)]


def _of_value(message: bytes) -> tuple[str, float] | None:
    tag, found = "", None
    for number, kind, value in fields(message):
        if not isinstance(value, bytes):
            continue
        if number == TAG and kind == BYTES:
            tag = value.decode("utf-8", errors="replace")
        elif number == SIMPLE_VALUE and kind == FIXED32:
            found = floats(value, "f")[0]
        elif number == TENSOR and kind == BYTES:
            found = _of_tensor(value)
    return None if found is None else (tag, found)


def _of_tensor(message: bytes) -> float | None:
    """The number in a tensor of a single one; None for anything larger, and for text and images."""
    letter, content = None, b""
    numbers: tuple[float, ...] = ()
    for number, kind, value in fields(message):
        if number == DTYPE and isinstance(value, int):
            letter = LETTERS.get(value)
        elif number == CONTENT and isinstance(value, bytes):
            content = value
        elif number in (FLOATS, DOUBLES) and isinstance(value, bytes) and kind != VARINT:
            numbers += floats(value, "f" if number == FLOATS else "d")
    if letter is None:
        return None
    if content and len(content) <= 8:
        numbers = floats(content, letter)
    return numbers[0] if len(numbers) == 1 else None
