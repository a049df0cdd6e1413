import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfit.record.plain import plain


@dataclass(frozen=True)
class Interval:
    value: float
    low: float
    high: float


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.int64(3), 3),
        (np.bool_(True), True),
        (np.array([[1.0, np.nan]]), [[1.0, None]]),
        (float("-inf"), None),
        ((1, "a", None), [1, "a", None]),
        ({"b", "a"}, ["a", "b"]),
        (Path("a/b"), "a/b"),
        ({1: Interval(0.5, 0.25, np.float32(0.75))}, {"1": {"value": 0.5, "low": 0.25, "high": 0.75}}),
    ],
)
def test_values_are_taken_apart(value, expected):
    assert plain(value) == expected


def test_what_has_no_plain_form_is_named():
    with pytest.raises(TypeError, match="a function has no plain form"):
        plain({"metric": plain})


leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
trees = st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@given(trees)
def test_every_tree_is_strict_json_afterwards(tree):
    text = json.dumps(plain(tree), allow_nan=False)

    assert json.loads(text) == plain(tree)
