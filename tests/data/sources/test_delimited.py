"""csv and its cousins."""

import csv
import io
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wellfit.data.sources.cells import tidy_cells
from wellfit.data.sources.delimited import read_delimited
from wellfit.data.sources.delimited_exact import exact_frame
from wellfit.data.sources.delimited_fast import fast_frame
from wellfit.data.sources.dialect import Dialect
from wellfit.errors import SourceError


def rows_of(folder: Path, text: str, name: str = "rows.csv") -> pl.DataFrame:
    path = folder / name
    path.write_bytes(text.encode())
    return tidy_cells(read_delimited(path).frame)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\n1,x\n2,y\n", [(1, "x"), (2, "y")]),
        ("a,b\r\n1,x\r\n\r\n2,\r\n", [(1, "x"), (2, None)]),
        ("a,b\r1,x\r2,y\r", [(1, "x"), (2, "y")]),
        ("\n\na,b\n1,x\n\n\n", [(1, "x")]),
        ("1, State-gov, <=50K\n2, ?, >50K\n", [(1, "State-gov", "<=50K"), (2, None, ">50K")]),
        ('a,b\n1,"x, ""y""\nz"\n', [(1, 'x, "y"\nz')]),
        ('"a", "b"\n1, "x, y"\n2, "z"\n', [(1, "x, y"), (2, "z")]),
        ('a,b\n1,5" pipe\n2,x\n', [(1, '5" pipe'), (2, "x")]),
        ("a,b,\n1,2,\n3,4,\n", [(1, 2), (3, 4)]),
        ("a,b\n1,2,\n3,,\n", [(1, 2), (3, None)]),
        ("a;b\n1,5;x\n-2;?\n", [(1.5, "x"), (-2.0, None)]),
        ("a;b\n1,5;x,y\n", [(1.5, "x,y")]),
        (",a\n0,1\n1,2\n", [(0, 1), (1, 2)]),
        ("a,b\n,\n1,2\n", [(None, None), (1, 2)]),
        ("a\n1\n\n2\n", [(1,), (2,)]),
        ('18.0   8\t"a b"\n15.5   ?\t"c"\n', [(18.0, 8, "a b"), (15.5, None, "c")]),
    ],
)
def test_rows(tmp_path: Path, text: str, expected: list[tuple[object, ...]]) -> None:
    assert rows_of(tmp_path, text).rows() == expected


def test_columns_without_a_name_are_numbered(tmp_path: Path) -> None:
    assert rows_of(tmp_path, "6,148\n1,85\n").columns == ["column_0", "column_1"]
    assert rows_of(tmp_path, ",a\n0,x\n1,y\n").columns == ["column_0", "a"]


def test_a_late_odd_value_makes_the_column_text(tmp_path: Path) -> None:
    frame = rows_of(tmp_path, "a,b\n" + "1,2\n" * 3_000 + "1,two\n")
    assert frame.dtypes == [pl.Int64, pl.String]
    assert frame.height == 3_001


def test_a_text_longer_than_the_csv_module_allows(tmp_path: Path) -> None:
    long = "word " * 40_000
    assert rows_of(tmp_path, f'a, b\n1, "{long}"\n2, "x"\n')["b"].str.len_chars().to_list() == [len(long) - 1, 1]


def test_one_row_is_enough_to_read(tmp_path: Path) -> None:
    assert rows_of(tmp_path, "a,b\n1,x\n").rows() == [(1, "x")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b,c\n", "has a header but no rows. Expected rows of values below the names a, b, c"),
        ("a,b,c\n1,2,3\n4,5\n6,7,8\n", "line 3 has 2 fields, the first row has 3"),
        ("a,b,c\n1,2,3\n4,5,6,7\n", "line 3 has 4 fields, the first row has 3.*the delimiter \\(comma\\)"),
        ("a,b\n1,2\n3\n", "line 3 has 1 field, the first row has 2"),
        ('a,b\n"x\ny",2\n3\n', "line 4 has 1 field, the first row has 2"),
        ('a,b\n1,x\n2,"open\n3,y\n', "a quote that is never closed, in the row that begins in line 3"),
        ("a,b,a\n1,2,3\n", 'several columns of one name: "a"'),
    ],
)
def test_bad_input(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        rows_of(tmp_path, text)


cells = st.text('ab1 .-"\n,é', max_size=6)


@settings(deadline=None)
@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1)))
def test_both_routes_read_what_the_csv_module_writes(rows: list[list[str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    dialect = Dialect(delimiter=",", names=tuple("abcd"[: len(rows[0])]), header_lines=0)
    expected, _ = tidy_cells(pl.DataFrame(rows, schema=list(dialect.names), orient="row"))
    exact, _ = tidy_cells(exact_frame(buffer.getvalue().strip("\n"), dialect, "rows.csv"))
    assert exact.rows() == expected.rows()
    fast = fast_frame(buffer.getvalue().strip("\n").encode(), dialect)
    assert fast is None or tidy_cells(fast)[0].rows() == expected.rows()


@settings(deadline=None)
@given(st.text("a1,\n .-", min_size=1), st.integers(1, 3))
def test_the_fast_route_reads_as_the_exact_one_or_steps_aside(text: str, width: int) -> None:
    dialect = Dialect(delimiter=",", names=tuple("abc"[:width]), header_lines=0)
    fast = fast_frame(text.strip("\n").encode(), dialect)
    if fast is not None and fast.height:
        exact = exact_frame(text.strip("\n"), dialect, "rows.csv")
        assert tidy_cells(fast)[0].rows() == tidy_cells(exact)[0].rows()
