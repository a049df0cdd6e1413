"""csv files as Keras' `CSVLogger` writes them: a header, then one epoch a line."""

import csv
from pathlib import Path

from wellfit.data.sources.content import read_text
from wellfit.data.wording import listing
from wellfit.errors import SourceError
from wellfit.histories.columns import history_of
from wellfit.histories.history import History

SEPARATORS = ",;\t|"
MISSING = ("", "NA", "null", "None")  # CSVLogger writes NA in an epoch without validation
EXPECTED = (
    "Expected a header such as epoch,loss,val_loss and one epoch a line, as keras.callbacks.CSVLogger writes them"
)


def read_csv(path: Path) -> History:
    """The run in a csv file; the separator is the one that the header has most of.

    Raises SourceError where it is no such file, DataError where its curves cannot be judged.
    """
    lines = read_text(path).decode("utf-8").splitlines()
    separator = max(SEPARATORS, key=lines[0].count)
    try:
        header, *rows = [row for row in csv.reader(lines, delimiter=separator) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise SourceError(f"{path} is not valid csv: {error}. {EXPECTED}.") from error
    names = [cell.strip() for cell in header]
    if len(names) < 2 or all(_number(cell, "", 0, path, strict=False) is not None for cell in names):
        raise SourceError(f"{path} is no log of a training: its first line is {lines[0][:60]!r}. {EXPECTED}.")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SourceError(
            f"{path} has several columns of one name: {listing(twice)}. {EXPECTED}. Rename or remove one."
        )
    if not rows:
        raise SourceError(f"{path} has a header and no epoch below it. {EXPECTED}. Train for at least 2 epochs.")
    columns: dict[str, list[float | None]] = {name: [] for name in names}
    for line, row in enumerate(rows, start=2):
        if len(row) != len(names):
            raise SourceError(
                f"{path} is cut off or damaged: line {line} has {len(row)} values, the header {len(names)}. {EXPECTED}."
            )
        for name, cell in zip(names, row, strict=True):
            columns[name].append(_number(cell, name, line, path, strict="loss" in name.lower()))
    _check_one_run(columns.get("epoch"), path)
    return history_of(columns, str(path))


def _number(cell: str, name: str, line: int, path: Path, *, strict: bool) -> float | None:
    text = cell.strip()
    if text in MISSING:
        return None
    try:
        return float(text)
    except ValueError:
        if not strict:
            return None
        raise SourceError(f"{path} has {text[:40]!r} as {name!r} in line {line}. {EXPECTED}.") from None


def _check_one_run(epochs: list[float | None] | None, path: Path) -> None:
    """Appended logs of several runs would be read as one curve with a jump."""
    if epochs is None or None in epochs:
        return
    numbers = [number for number in epochs if number is not None]
    again = [place for place in range(1, len(numbers)) if numbers[place] <= numbers[place - 1]]
    if again:
        raise SourceError(
            f"{path} holds more than one run: its epochs begin again at {numbers[again[0]]:g} in line {again[0] + 2}. "
            "Expected one run a file. Split it, and pass the files together if they are seeds of one network; or let "
            "the "
            "epochs of a continued run count on (initial_epoch=)."
        )
