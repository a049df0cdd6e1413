"""Whatever a value holds, its source gives it back and does nothing else."""

import ast
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfit.code.literals import WIDTH, constant, literal, text_constant

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=30) | st.tuples(inner, inner) | st.tuples(inner))


@given(VALUES)
def test_a_literal_gives_the_value_back(value):
    assert ast.literal_eval(literal(value)) == value


@given(st.lists(VALUES, max_size=8))
def test_a_constant_gives_the_value_back_however_it_is_broken(value):
    source = constant("NAME", value)
    tree = ast.parse(source)
    assert len(tree.body) == 1
    assert ast.literal_eval(tree.body[0].value) == value


@pytest.mark.parametrize("text", ['"""', "'''", "\\", "\n", "\r", "\u2028", "\u202e", "\x00", "\ud800", "{x}", "#"])
def test_letters_that_could_end_a_text_or_a_line(text):
    source = literal(f"a{text}'b\"")
    assert ast.literal_eval(source) == f"a{text}'b\""
    assert source.isprintable()


def test_numbers_that_are_not_finite():
    assert eval(literal(float("inf"))) == math.inf
    assert math.isnan(eval(literal(float("nan"))))


def test_short_values_share_lines_and_rows_have_their_own():
    numbers = constant("NUMBERS", list(range(100)))
    assert max(map(len, numbers.splitlines())) <= WIDTH
    assert numbers.count("\n") == 5
    rows = constant("ROWS", [("a", 1.5)] * 30)
    assert rows.splitlines()[1:3] == ['    ("a", 1.5),'] * 2


def test_a_long_text_is_broken():
    source = text_constant("TEXT", "ab" * 200)
    assert max(map(len, source.splitlines())) <= WIDTH
    assert ast.literal_eval(ast.parse(source).body[0].value) == "ab" * 200
    assert text_constant("TEXT", "ab") == 'TEXT = "ab"'


def test_what_has_no_literal():
    with pytest.raises(TypeError, match="a set has no literal"):
        literal({1})
