"""Numbers as people read them in a sentence."""

from wellfit.diagnosis.intervals import Interval


def number(value: float) -> str:
    """Three significant digits, without an exponent where that stays short.

    >>> number(0.27934), number(1234.5), number(0.0000123), number(0.0)
    ('0.279', '1230', '1.23e-05', '0')
    """
    if value == 0:
        return "0"
    if 1e-4 <= abs(value) < 1e6:
        rounded = float(f"{value:.3g}")
        return f"{rounded:.0f}" if abs(rounded) >= 100 else f"{rounded:#.3g}"
    return f"{value:.3g}"


def ends(interval: Interval) -> str:
    """The two ends of an interval, rounded alike.

    >>> ends(Interval(value=0.1, low=0.0512, high=0.149))
    '0.0512 to 0.149'
    """
    return f"{number(interval.low)} to {number(interval.high)}"


def epoch_range(onset: Interval) -> str:
    """An interval of epochs as whole numbers.

    >>> epoch_range(Interval(value=4.0, low=3.0, high=6.0)), epoch_range(Interval(value=4.0, low=4.0, high=4.0))
    ('3 to 6', '4')
    """
    return f"{onset.low:.0f} to {onset.high:.0f}" if onset.high > onset.low else f"{onset.low:.0f}"


def counted(count: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "seed"), counted(5, "seed")
    ('1 seed', '5 seeds')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
