from hypothesis import given
from hypothesis import strategies as st

from wellfit.report.info.evidence import Grid, Line, lay_out


def test_nested_values_are_joined_and_intervals_written_as_such():
    laid_out = lay_out({"train_loss": {"best": 0.25, "spread": {"value": 0.5, "low": 0.4, "high": 0.6}}})

    assert laid_out == [
        Line(label="train loss · best", text="0.25"),
        Line(label="train loss · spread", text="0.50 (0.40 to 0.60)"),
    ]


def test_a_list_of_like_things_becomes_a_table():
    (grid,) = lay_out({"rates": [{"rate": 0.1, "loss": None}, {"rate": 0.2, "failed": True}]})

    assert grid == Grid(
        label="rates",
        columns=["rate", "loss", "failed"],
        rows=[["0.1", "none", "none"], ["0.2", "none", "yes"]],
    )


def test_settings_are_written_in_full_and_measurements_rounded():
    assert lay_out({"rate": 0.123456789}) == [Line(label="rate", text="0.123")]
    assert lay_out({"rate": 0.123456789}, exact=True) == [Line(label="rate", text="0.123456789")]


leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
trees = st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@given(st.dictionaries(st.text(), trees))
def test_whatever_a_gate_stores_can_be_laid_out(tree):
    for exact in (False, True):
        for item in lay_out(tree, exact=exact):
            cells = [item.text] if isinstance(item, Line) else [cell for row in item.rows for cell in row]
            assert all(isinstance(cell, str) for cell in cells)
