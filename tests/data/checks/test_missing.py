"""Missing values are named."""

import polars as pl

from wellfit.data.checks.missing import check


def test_columns_are_named_from_the_most_missing() -> None:
    frame = pl.DataFrame({"a": [1, None, 3, 4], "b": [None, None, None, "x"], "c": [1, 2, 3, 4]})
    note, warning = check(frame)
    assert note.sentence == (
        "Missing values in 2 columns: 'b' (75 %), 'a' (25 %). They are filled in, and the network is told where."
    )
    assert (note.severity, note.columns) == ("note", ("b", "a"))
    assert warning.sentence == "More than half of the values are missing in 'b'."
    assert (warning.kind, warning.severity, warning.columns) == ("mostly_missing", "warning", ("b",))


def test_many_columns_are_cut() -> None:
    frame = pl.DataFrame({f"c{number}": [None, 1] for number in range(7)})
    assert "'c4' (50 %) and 2 more." in check(frame)[0].sentence


def test_nothing_missing_is_nothing_to_say() -> None:
    assert check(pl.DataFrame({"a": [1, 2]})) == ()
