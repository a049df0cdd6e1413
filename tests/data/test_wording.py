"""Pieces of sentences."""

import pytest

from wellfit.data.wording import closest, count, listing, share


@pytest.mark.parametrize(
    "part, whole, expected",
    [
        (0, 10, "0 %"),
        (10, 10, "100 %"),
        (1, 10_000, "less than 0.1 %"),
        (9_999, 10_000, "more than 99.9 %"),
        (1, 100, "1.0 %"),
        (1, 4, "25 %"),
        (97, 100, "97.0 %"),
    ],
)
def test_shares_are_never_rounded_to_nothing_or_all(part: int, whole: int, expected: str) -> None:
    assert share(part, whole) == expected


def test_long_lists_are_cut() -> None:
    assert listing(["a", "b", "c"], most=2) == "'a', 'b' and 1 more"
    assert listing([]) == ""


def test_a_name_unlike_all_others_has_no_closest() -> None:
    assert closest("zebra", ["age", "sex"]) == ""


def test_numbers_have_their_noun() -> None:
    assert [count(number, "row") for number in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]
