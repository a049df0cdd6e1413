"""Frames written whole or not at all."""

from pathlib import Path

import polars as pl
import pytest

from wellfit.data.sources import write_table
from wellfit.errors import OptionError

FRAME = pl.DataFrame({"row": [0, 1], "prediction": ["yes", "no"]})


def test_a_file_is_replaced_and_nothing_else_left(tmp_path: Path) -> None:
    path = tmp_path / "new" / "predictions.csv"
    for _ in range(2):
        assert write_table(FRAME, path) == path
    assert path.read_text() == "row,prediction\n0,yes\n1,no\n"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("name", ["out", "out.xlsx", "out.parquet.gz"])
def test_unknown_formats(tmp_path: Path, name: str) -> None:
    with pytest.raises(
        OptionError, match=rf"{name} has no suffix of a format that can be written. Expected one of .csv"
    ):
        write_table(FRAME, tmp_path / name)


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "out.csv").mkdir()
    with pytest.raises(OptionError, match=r"is a folder. Expected the name of a file"):
        write_table(FRAME, tmp_path / "out.csv")


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OptionError, match=r"out.csv cannot be written: .*Choose a place"):
        write_table(FRAME, tmp_path / "file" / "out.csv")
    assert (tmp_path / "file").read_text() == "x"
