import hashlib

import numpy as np
import polars as pl
import pytest

from wellfit.data.column import Column
from wellfit.data.schema import Schema, infer_schema
from wellfit.errors import DataError, OptionError


def kinds(schema: Schema) -> dict[str, str]:
    return {column.name: column.kind for column in schema.columns}


def test_all_columns_but_the_target_in_order():
    frame = pl.DataFrame({"b": [1.5, 2.5], "y": [0, 1], "a": ["x", "z"]})
    schema, findings = infer_schema(frame, "y")
    assert (schema.target, kinds(schema)) == ("y", {"b": "numeric", "a": "categorical"})
    assert findings == ()


def test_what_is_left_out_is_said():
    frame = pl.DataFrame(
        {
            "id": range(100),
            "code": [hashlib.sha1(bytes([i])).hexdigest() for i in range(100)],
            "unit": ["kg"] * 100,
            "parts": [[1], [2, 3]] * 50,
            "note": range(100),
            "size": [0.5, 1.5] * 50,
            "y": [0, 1] * 50,
        }
    )
    schema, findings = infer_schema(frame, "y", ignore=["note"])
    assert schema.names() == ("size",)
    assert [(finding.kind, finding.columns, finding.severity) for finding in findings] == [
        ("constant_columns", ("unit",), "note"),
        ("identifier_columns", ("id", "code"), "note"),
        ("nested_columns", ("parts",), "note"),
        ("ignored_columns", ("note",), "note"),
    ]
    assert findings[1].sentence == (
        "Columns 'id', 'code' look like identifiers: each row has a value of its own, which says nothing about new "
        "rows. Left out."
    )
    assert findings[3].sentence == "Column 'note' is left out as asked."


def test_kept_columns_stay():
    frame = pl.DataFrame({"id": range(100), "size": [0.5, 1.5] * 50, "y": [0, 1] * 50})
    assert kinds(infer_schema(frame, "y", keep=["id"])[0]) == {"id": "numeric", "size": "numeric"}


def test_unreadable_cells_are_a_warning():
    frame = pl.DataFrame({"age": ["1", "2"] * 100 + ["old"], "y": [0] * 201})
    _, findings = infer_schema(frame, "y")
    assert findings[0].severity == "warning"
    assert findings[0].sentence == (
        "Column 'age' is numeric, but 1 cell of 201 cannot be read as such and count as missing."
    )


def test_row_numbers_stay_where_nothing_else_is_left():
    frame = pl.DataFrame({"id": range(100), "unit": ["kg"] * 100, "y": [0, 1] * 50})
    schema, _ = infer_schema(frame, "y")
    assert kinds(schema) == {"id": "numeric", "unit": "constant"}
    assert "kept because no other column is left" in schema.column("id").detail


def test_short_texts_alone_are_texts():
    titles = [f"{word} {i}" for i, word in enumerate(["red", "blue"] * 50)]
    alone = pl.DataFrame({"title": titles, "y": [0, 1] * 50})
    beside = alone.with_columns(size=pl.Series([0.5, 1.5] * 50))
    assert kinds(infer_schema(alone, "y")[0]) == {"title": "text"}
    assert kinds(infer_schema(beside, "y")[0]) == {"title": "short_text", "size": "numeric"}


def test_only_the_first_array_is_used():
    pixels = np.arange(8.0).reshape(2, 2, 2)
    frame = pl.DataFrame({"a": pixels, "b": pixels, "y": [0, 1]})
    schema, findings = infer_schema(frame, "y")
    assert kinds(schema) == {"a": "array", "b": "nested"}
    assert schema.column("b").detail == "a second array beside 'a'"
    assert findings[0].sentence == "Column 'b' holds values that cannot be encoded. Left out."


def test_nothing_left_to_learn_from():
    frame = pl.DataFrame({"unit": ["kg"] * 3, "y": [0, 1, 0]})
    with pytest.raises(
        DataError,
        match=r"No column is left to learn 'y' from\. Expected was at least one .*, received: 'unit' holds a single "
        r"value\. Add columns, or name one to keep\.",
    ):
        infer_schema(frame, "y")
    with pytest.raises(DataError, match="received: the target column alone"):
        infer_schema(frame.select("y"), "y")


@pytest.mark.parametrize("option", ["ignore", "keep"])
def test_unknown_columns_to_ignore_or_keep(option):
    frame = pl.DataFrame({"weight": [1, 2], "y": [0, 1]})
    with pytest.raises(
        OptionError,
        match=r"no column 'wieght' to leave out or to keep\. Did you mean 'weight'\? Expected was one of the table's "
        r"columns: 'weight', 'y'\. Correct the name\.",
    ):
        infer_schema(frame, "y", **{option: ["wieght"]})


def test_without_leaves_columns_out_and_keeps_the_reason():
    schema = Schema(
        target="y", columns=(Column(name="a", kind="numeric"), Column(name="b", kind="categorical", detail="2 levels"))
    )
    changed = schema.without(["b"], kind="leak", detail="is 'y' under another name")
    assert changed.names() == ("a",)
    assert changed.column("b").detail == "is 'y' under another name"
    assert schema.names() == ("a", "b")
