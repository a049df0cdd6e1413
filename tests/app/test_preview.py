import io

import polars as pl
from rich.console import Console

from wellfit.app.preview import print_preview


def printed(frame):
    console = Console(file=io.StringIO(), width=200, markup=False, highlight=False)
    print_preview(console, frame)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


def test_rows_with_their_numbers():
    frame = pl.DataFrame({"prediction": ["yes", None], "probability_yes": [0.912345, None]})
    assert [line.split() for line in printed(frame)] == [
        ["row", "prediction", "probability_yes"],
        ["0", "yes", "0.9123"],
        ["1", "(not", "read)", "(not", "read)"],
    ]


def test_what_is_left_out_is_said():
    frame = pl.DataFrame({f"c{number}": list(range(25)) for number in range(8)})
    lines = printed(frame)
    assert len(lines) == 1 + 10 + 1
    assert lines[-1].strip() == "… and 15 more rows and 2 more columns; --out FILE writes all"


def test_names_and_values_from_the_data_are_taken_literally():
    lines = printed(pl.DataFrame({"[red]a": ["[/red]\x1b[31m"]}))
    assert lines[0].split() == ["row", "[red]a"]
    assert lines[1].split() == ["0", "[/red]\\x1b[31m"]
