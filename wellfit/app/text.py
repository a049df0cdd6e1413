"""Text from data made safe for a terminal."""


def printable(text: str) -> str:
    r"""The text with control characters shown as escapes, so that no name of a file or column can steer the terminal.

    >>> print(printable("a\x1b[31mb\tc"))
    a\x1b[31mb c
    """
    return "".join(letter if letter.isprintable() else _shown(letter) for letter in text)


def _shown(letter: str) -> str:
    return letter if letter == "\n" else " " if letter.isspace() else letter.encode("unicode_escape").decode("ascii")


def duration(seconds: float) -> str:
    """Seconds as people say them, to two units at most.

    >>> duration(0.04), duration(7.26), duration(95), duration(5400)
    ('0.0 s', '7.3 s', '1 min 35 s', '1 h 30 min')
    """
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"
