"""Any source as one table."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from wellfit.data.sources import read_table
from wellfit.errors import SourceError


def test_files_of_different_formats_are_one_table(tmp_path: Path) -> None:
    (tmp_path / "people-1.csv").write_text("age,job\n31, nurse\n?,cook\n")
    (tmp_path / "people-2.jsonl").write_text('{"job": "baker ", "age": "44"}\n')
    pl.DataFrame({"job": ["NA"], "age": [0.5]}).write_parquet(tmp_path / "people-3.parquet")
    table = read_table(tmp_path / "people-*")
    assert table.frame.rows() == [(31.0, "nurse"), (None, "cook"), (44.0, "baker"), (0.5, None)]
    assert table.name == "people"
    assert [finding.kind for finding in table.findings] == ["missing_markers", "missing_markers"]
    assert read_table(str(tmp_path)).frame.equals(table.frame)


def test_a_list_of_sources_keeps_its_order(tmp_path: Path) -> None:
    for name, age in (("b", 1), ("a", 2)):
        (tmp_path / f"{name}.csv").write_text(f"age,job\n{age},x\n")
    table = read_table([tmp_path / "b.csv", str(tmp_path / "a.csv")])
    assert table.frame["age"].to_list() == [1, 2]
    assert table.name == "b"


def test_the_source_may_say_its_target(tmp_path: Path) -> None:
    np.savez(tmp_path / "digits.npz", x=np.zeros((2, 3, 3)), y=np.array(["one", "two"]))
    table = read_table(tmp_path / "digits.npz")
    assert (table.target, table.name) == ("y", "digits")
    assert table.frame.schema == {"x": pl.Array(pl.Float64, (3, 3)), "y": pl.String}
    assert read_table("example:iris").target == "target"


def test_a_name_of_ones_own() -> None:
    assert read_table({"a": [1]}, name="mine").name == "mine"
    assert read_table({"a": [1]}).name == "data"


def test_the_rows_of_ones_own_frame_are_left_alone() -> None:
    frame = pl.DataFrame({"a": [" x", "?"]})
    assert read_table(frame).frame.rows() == [("x",), (None,)]
    assert frame.rows() == [(" x",), ("?",)]


def test_a_folder_of_texts(tmp_path: Path) -> None:
    for name in ("pos/1.txt", "neg/1.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(f" {name[:3]} words \n")
    table = read_table(tmp_path)
    assert table.frame.rows() == [("neg words", "neg"), ("pos words", "pos")]
    assert table.target == "class"


def test_a_large_archive_is_read_in_place() -> None:
    table = read_table((np.zeros((60_000, 784), dtype=np.uint8), np.zeros(60_000, dtype=np.uint8)))
    assert table.frame.shape == (60_000, 785)
    assert table.frame.estimated_size() == 60_000 * 785  # one byte a value, as they came


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ([], "No source was given. Expected at least one path"),
        (pl.DataFrame({"a": []}), "the data given holds no rows"),
        (pl.DataFrame(), "the data given holds no rows"),
        ("example:nothing", 'no example "nothing"'),
        (["example:iris", "example:wine"], "example:iris and example:wine do not look like parts of one table"),
    ],
)
def test_bad_input(source: object, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read_table(source)
