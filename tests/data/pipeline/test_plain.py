from dataclasses import dataclass

import pytest

from wellfit.data.pipeline.plain import from_plain, to_plain
from wellfit.errors import StudyError


@dataclass(frozen=True, kw_only=True)
class Inner:
    low: float
    high: float

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError("low above high")


@dataclass(frozen=True, kw_only=True)
class Outer:
    name: str
    count: int
    on: bool
    note: str | None
    words: tuple[str, ...]
    inner: Inner | None
    parts: tuple[Inner, ...]


OUTER = Outer(name="a", count=3, on=True, note=None, words=("x", "y"), inner=None, parts=(Inner(low=0.5, high=1.0),))
PLAIN = {
    "name": "a",
    "count": 3,
    "on": True,
    "note": None,
    "words": ["x", "y"],
    "inner": None,
    "parts": [{"low": 0.5, "high": 1.0}],
}


def test_there_and_back():
    assert to_plain(OUTER) == PLAIN
    assert from_plain(Outer, PLAIN, "file") == OUTER


def test_a_whole_number_is_a_number():
    assert from_plain(Inner, {"low": 1, "high": 2}, "file") == Inner(low=1.0, high=2.0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": 1}, r"at file\.name, expected a text, received 1"),
        ({"count": 1.5}, r"at file\.count, expected a whole number, received 1\.5"),
        ({"count": True}, r"at file\.count, expected a whole number, received True"),
        ({"on": 1}, r"at file\.on, expected true or false, received 1"),
        ({"note": []}, r"at file\.note, expected a text, received \[\]"),
        ({"words": "xy"}, r"at file\.words, expected a list, received 'xy'"),
        ({"words": ["x", None]}, r"at file\.words\[1\], expected a text, received None"),
        ({"parts": [{"low": float("nan"), "high": 1}]}, r"at file\.parts\[0\]\.low, expected a finite number"),
        ({"parts": [{"low": 10**400, "high": 1}]}, r"at file\.parts\[0\]\.low, expected a finite number"),
        ({"parts": [{"low": 2, "high": 1}]}, r"at file\.parts\[0\], expected values that fit together.*low above high"),
        ({"inner": {"low": 1}}, r"at file\.inner, expected the fields low, high.*without \['high'\]"),
        ({"parts": [7]}, r"at file\.parts\[0\], expected an object, received 7"),
        ({"extra": "x" * 500}, r"expected the fields name, .* and with \['extra'\]"),
    ],
)
def test_what_does_not_fit_is_named(change, message):
    with pytest.raises(StudyError, match=message):
        from_plain(Outer, PLAIN | change, "file")


def test_a_long_value_is_cut():
    with pytest.raises(StudyError) as problem:
        from_plain(Outer, PLAIN | {"count": "x" * 500}, "file")
    assert len(str(problem.value)) < 250
    assert "Use the pipeline.json that the study wrote." in str(problem.value)
