"""Parquet and Arrow files: what they share, each by its own reader."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from wellfit.data.sources.arrow import read_arrow
from wellfit.data.sources.parquet import read_parquet
from wellfit.data.sources.part import Part
from wellfit.errors import SourceError

FRAME = pl.DataFrame({"a": [1, None], "b": ["x", "é"], "c": [0.5, -1.0]})
Reader = Callable[[Path], Part]
CASES = [
    ("rows.parquet", read_parquet, FRAME.write_parquet),
    ("rows.arrow", read_arrow, FRAME.write_ipc),
    ("rows.arrow", read_arrow, FRAME.write_ipc_stream),
    ("rows.feather", read_arrow, lambda path: FRAME.write_ipc(path, compression="lz4")),
]


@pytest.mark.parametrize(("name", "reader", "write"), CASES)
def test_rows_come_back(tmp_path: Path, name: str, reader: Reader, write: Callable[[Path], None]) -> None:
    write(tmp_path / name)
    assert reader(tmp_path / name).frame.equals(FRAME)


@pytest.mark.parametrize(("name", "reader", "write"), CASES)
def test_truncated(tmp_path: Path, name: str, reader: Reader, write: Callable[[Path], None]) -> None:
    path = tmp_path / name
    write(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(SourceError, match=r"cannot be read as \w+. Expected a whole \w+ file.*If it is damaged"):
        reader(path)


@pytest.mark.parametrize(("name", "reader", "write"), CASES)
def test_text_in_disguise(tmp_path: Path, name: str, reader: Reader, write: Callable[[Path], None]) -> None:
    path = tmp_path / name
    path.write_text("a,b\n1,2\n3,4\n")
    with pytest.raises(SourceError, match=r"received something else or a damaged file"):
        reader(path)


@pytest.mark.parametrize(("name", "reader", "write"), CASES)
def test_one_format_in_the_dress_of_another(
    tmp_path: Path, name: str, reader: Reader, write: Callable[[Path], None]
) -> None:
    path = tmp_path / name
    path.write_bytes(b"PK\x03\x04 and more")
    with pytest.raises(SourceError, match=r"begins like a zip archive"):
        reader(path)
