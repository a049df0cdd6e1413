"""Delimiters and headers, found out."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfit.data.sources.dialect import DELIMITERS, has_header, sniff
from wellfit.errors import SourceError


@pytest.mark.parametrize(
    ("text", "delimiter", "names"),
    [
        ("a,b\n1,2\n", ",", ("a", "b")),
        ("a;b\n1,5;2\n2,5;3\n", ";", ("a", "b")),
        ("a\tb c\n1\tx y\n2\tu v\n", "\t", ("a", "b c")),
        ("a|b\n1|2\n", "|", ("a", "b")),
        ("a b\n1 2\n3 4\n", "", ("a", "b")),
        ('1.0   2   "x y"\n2.0   3\t"z"\n', "", ("column_0", "column_1", "column_2")),
        ('18.0   8   307.0\t"a b"\n15.0   8   350.0\t"c d"\n', "", ("column_0", "column_1", "column_2", "column_3")),
        ("text\nhello world\ngood bye all\n", ",", ("text",)),
        ('"a, b",c\n1,2\n', ",", ("a, b", "c")),
        ("when,value\n2020-01-01 10:00,1\n2020-01-02 11:00,2\n", ",", ("when", "value")),
        (" a , \n1,2\n", ",", ("a", "column_1")),
    ],
)
def test_sniffed(text: str, delimiter: str, names: tuple[str, ...]) -> None:
    dialect = sniff(text.encode(), "rows.csv")
    assert (dialect.delimiter, dialect.names) == (delimiter, names)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["age", "job"], ["1", "nurse"]], True),
        ([["39", " State-gov"], ["50", " Private"]], False),
        ([["p", "x"], ["e", "x"]], False),
        ([["text", "label"], ["good film", "pos"]], True),
        ([["6", "?"], ["1", "2"]], False),
        ([["country", "1990", "id"], ["Peru", "1.5", "1"]], True),
        ([["2020-01-01", "Rome"], ["2020-01-02", "Oslo"]], False),
        ([["age", "job"]], True),
        ([["1", "2"]], False),
    ],
)
def test_headers(rows: list[list[str]], expected: bool) -> None:
    assert has_header(rows) is expected


def test_a_column_name_with_a_line_break_takes_two_lines() -> None:
    assert sniff(b'"a\nb",c\n1,2\n', "rows.csv").header_lines == 2


def test_the_sample_grows_for_wide_rows() -> None:
    header = ",".join(f"name_{number}" for number in range(40_000))
    row = ",".join(["1"] * 40_000)
    assert len(sniff(f"{header}\n{row}\n{row}\n".encode(), "wide.csv").names) == 40_000


def test_repeated_names() -> None:
    with pytest.raises(SourceError, match=r'rows.csv has several columns of one name: "a".*rename or remove'):
        sniff(b"a,b,a\n1,2,3\n", "rows.csv")


words = st.text("abcdefg", min_size=1, max_size=5)
numbers = st.integers(0, 99).map(str)


@given(
    names=st.lists(words, min_size=2, max_size=5, unique=True),
    delimiter=st.sampled_from(DELIMITERS),
    data=st.data(),
)
def test_what_the_csv_module_writes_is_recognised(names: list[str], delimiter: str, data: st.DataObject) -> None:
    texts = st.text("xyz ,;|\t'", max_size=8)
    width = len(names) - 1
    rows = data.draw(st.lists(st.tuples(numbers, st.lists(texts, min_size=width, max_size=width)), min_size=3))
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([number, *rest] for number, rest in rows)
    dialect = sniff(buffer.getvalue().encode(), "rows.csv")
    assert (dialect.delimiter, dialect.names, dialect.header_lines) == (delimiter, tuple(names), 1)
