"""The time a run may take, as people write it."""

import re

from wellfit.errors import OptionError

UNITS = {"": 1, "s": 1, "m": 60, "min": 60, "h": 3600}
_NUMBER = r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+"
_PART = rf"({_NUMBER})\s*(h|min|m|s)\s*"


def parse_budget(text: str) -> float:
    """Seconds from `90s`, `10m`, `1h`, `1h30m` or a plain number of seconds.

    Raises OptionError for anything else, and for a budget of nothing.

    >>> parse_budget("90s"), parse_budget("10m"), parse_budget("1h30m"), parse_budget("45")
    (90.0, 600.0, 5400.0, 45.0)
    """
    cleaned = text.strip().lower()
    if re.fullmatch(_NUMBER, cleaned):
        seconds = float(cleaned)
    elif re.fullmatch(f"(?:{_PART})+", cleaned):
        seconds = sum(float(number) * UNITS[unit] for number, unit in re.findall(_PART, cleaned))
    else:
        raise OptionError(
            f"The budget {text!r} is not a length of time. Expected a number with a unit, such as 90s, 10m, 1h or "
            "1h30m, or a plain number of seconds. Write for example --budget 10m."
        )
    if seconds <= 0:
        raise OptionError(
            f"The budget {text!r} leaves no time to train. Expected more than 0 seconds. "
            "Write for example --budget 10m."
        )
    return seconds
