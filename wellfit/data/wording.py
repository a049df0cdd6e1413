"""Small pieces of the sentences in which the data speak: counts, lists, the closest name."""

from collections.abc import Sequence
from difflib import get_close_matches


def listing(names: Sequence[str], most: int = 12) -> str:
    """The names in quotes, separated by commas, cut after `most`.

    >>> listing(["a", "b"])
    "'a', 'b'"
    """
    shown = ", ".join(f"'{name}'" for name in names[:most])
    left = len(names) - most
    return f"{shown} and {left:,} more" if left > 0 else shown


def count(number: int, noun: str) -> str:
    """The number with its noun, in the plural where it is due.

    >>> count(1, "row"), count(1200, "row"), count(2, "class")
    ('1 row', '1,200 rows', '2 classes')
    """
    plural = noun if number == 1 else f"{noun}es" if noun.endswith("s") else f"{noun}s"
    return f"{number:,} {plural}"


def share(part: int, whole: int) -> str:
    """The part in percent of the whole; never 0 % of something nor 100 % of less than all.

    >>> share(1, 3), share(1, 100_000), share(99_999, 100_000)
    ('33 %', 'less than 0.1 %', 'more than 99.9 %')
    """
    percent = 100 * part / whole
    if 0 < percent < 0.1:
        return "less than 0.1 %"
    if 99.9 < percent < 100:
        return "more than 99.9 %"
    return f"{percent:.0f} %" if 10 <= percent <= 90 or percent in (0, 100) else f"{percent:.1f} %"


def closest(name: str, names: Sequence[str]) -> str:
    """The question whether a similar name was meant, with a space behind it, or nothing.

    >>> closest("specis", ["species", "sex"])
    "Did you mean 'species'? "
    """
    by_lower = {known.lower(): known for known in names}
    found = get_close_matches(name.lower(), list(by_lower), n=1, cutoff=0.7)
    return f"Did you mean '{by_lower[found[0]]}'? " if found else ""
