"""One table in every format: whatever file the rows lie in, they read the same."""

import gzip
from pathlib import Path

import polars as pl
import pytest

from wellfit.data.sources.formats import READERS, format_suffix
from wellfit.data.sources.read import read_table
from wellfit.data.sources.write import WRITERS, write_table

FRAME = pl.DataFrame(
    {
        "number": [0.5, None, -3.0],
        "whole": [1, 2, None],
        "flag": [True, None, False],
        "job": ["nurse", None, "cook, baker"],
        "zip": ["02139", "10001", None],
        "note": ['He said "no"', "Zoë\nsaid yes", "a;b"],
    }
)
NAMES = [f"rows{suffix}" for suffix in WRITERS] + ["rows.csv.gz", "rows.jsonl.gz"]


@pytest.mark.parametrize("name", NAMES)
def test_written_and_read_again(tmp_path: Path, name: str) -> None:
    table = read_table(write_table(FRAME, tmp_path / name))
    assert table.frame.schema == FRAME.schema
    assert table.frame.rows() == FRAME.rows()
    assert (table.name, table.target, table.findings) == ("rows", None, ())


def test_what_is_written_can_be_read() -> None:
    assert set(WRITERS) <= set(READERS)


@pytest.mark.parametrize(("name", "suffix"), [("A.CSV", ".csv"), ("a.tar.parquet", ".parquet"), ("a.JSON.GZ", ".json")])
def test_suffixes(name: str, suffix: str) -> None:
    assert format_suffix(Path(name)) == suffix


def test_an_unknown_suffix_is_tried_as_delimited_text(tmp_path: Path) -> None:
    (tmp_path / "rows.dat").write_bytes(gzip.compress(b"1 2\n3 4\n"))
    assert read_table(tmp_path / "rows.dat").frame.rows() == [(1, 2), (3, 4)]
