"""Numbers as people read them."""

import math
from collections.abc import Mapping
from typing import Any

MINUS = "\N{MINUS SIGN}"
MISSING = "\N{EN DASH}"


def number(value: Any, digits: int = 3) -> str:
    """Write a number with `digits` significant digits; whole numbers are kept whole, with groups of three.

    >>> number(0.28149), number(160305), number(-0.00921), number(1e-7), number(None), number(12.0), number(0.001)
    ('0.281', '160,305', '−0.00921', '1e−7', '–', '12', '0.001')
    """
    if not _is_number(value):
        return MISSING
    if float(value).is_integer() and abs(value) < 1e15:
        return _signs(f"{int(value):,}")
    size = math.floor(math.log10(abs(value)))
    if size < -4 or size >= 9:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        return _signs(f"{mantissa}e{int(exponent)}")
    text = f"{value:,.{max(0, digits - 1 - size)}f}"
    exact = text.rstrip("0").rstrip(".") if "." in text else text
    return _signs(exact if float(exact.replace(",", "")) == value else text)


def fixed(value: Any, decimals: int) -> str:
    """Write a number with `decimals` decimals, as columns of numbers need it.

    >>> fixed(0.5, 3), fixed(-1, 2), fixed(None, 3)
    ('0.500', '−1.00', '–')
    """
    if not _is_number(value):
        return MISSING
    return _signs(f"{value:,.{decimals}f}")


def signed(value: Any, decimals: int) -> str:
    """Write a change with its sign.

    >>> signed(0.0042, 4), signed(-0.0092, 4), signed(0, 2)
    ('+0.0042', '−0.0092', '0.00')
    """
    text = fixed(value, decimals)
    return f"+{text}" if text != MISSING and value > 0 else text


def interval(value: Any, low: Any, high: Any) -> str:
    """Write a value with its interval, to as many decimals as the interval's width makes sense of.

    >>> interval(0.28149, 0.27251, 0.28972)
    '0.2815 (0.2725 to 0.2897)'
    >>> interval(4, 4, 5)
    '4 (4 to 5)'
    >>> interval(0.5, None, None)
    '0.5'
    """
    if low is None or high is None:
        return number(value)
    decimals = interval_decimals(value, low, high)
    return f"{fixed(value, decimals)} ({fixed(low, decimals)} to {fixed(high, decimals)})"


def interval_decimals(value: Any, low: Any, high: Any) -> int:
    """Decimals that give the interval's half-width two digits; none where all three are whole.

    >>> interval_decimals(0.28, 0.27, 0.29), interval_decimals(4, 4, 5)
    (3, 0)
    """
    numbers = [part for part in (value, low, high) if part is not None]
    if not numbers or all(float(part).is_integer() for part in numbers):
        return 0
    half = (high - low) / 2 if low is not None and high is not None else 0.0
    if half <= 0:
        return 4
    return min(8, max(0, 1 - math.floor(math.log10(half) + 1e-9)))


def measure(value: Any, metric: str) -> str:
    """Write a metric: accuracy as a percentage, an error in the target's own units.

    >>> measure(0.8893, "accuracy"), measure(1.934, "mae")
    ('88.9 %', '1.93')
    """
    if not _is_number(value):
        return MISSING
    return percent(value) if metric == "accuracy" else number(value)


def percent(share: float) -> str:
    """Write a share as a percentage with one decimal.

    >>> percent(0.5003)
    '50.0 %'
    """
    return f"{100 * share:.1f} %"


def duration(seconds: Any) -> str:
    """Write a length of time in the units a person would say it in.

    >>> duration(0.84), duration(21.7), duration(209.4), duration(7300), duration(None)
    ('0.8 s', '22 s', '3 min 29 s', '2 h 1 min', '–')
    """
    if seconds is None or not math.isfinite(seconds):
        return MISSING
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def p_value(value: Any) -> str:
    """Write a probability; below 0.001 the digits say nothing any more.

    >>> p_value(0.0312), p_value(0.00004), p_value(1.0)
    ('0.031', '< 0.001', '1.000')
    """
    if not _is_number(value):
        return MISSING
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def words(name: str) -> str:
    """Turn a key into words.

    >>> words("learning_rate")
    'learning rate'
    """
    return name.replace("_", " ")


def parameters(values: Mapping[str, Any]) -> str:
    """Write a remedy's parameters in one line.

    >>> parameters({"rate": 0.5, "l2": 0.0001})
    'rate 0.5, l2 0.0001'
    """
    return ", ".join(f"{words(key)} {plain_value(value)}" for key, value in values.items())


def plain_value(value: Any) -> str:
    """Write one plain value as it is: a setting is shown exactly, never rounded.

    >>> plain_value(0.001), plain_value(True), plain_value(None), plain_value([64, 64]), plain_value(60000)
    ('0.001', 'yes', 'none', '64, 64', '60000')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "none"
    if isinstance(value, int | float):
        return _signs(f"{value:.12g}" if isinstance(value, float) else str(value))
    if isinstance(value, list | tuple):
        return ", ".join(plain_value(item) for item in value) or "none"
    if isinstance(value, Mapping):
        return parameters(value) or "none"
    return str(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)


def _signs(text: str) -> str:
    return text.replace("-", MINUS)
