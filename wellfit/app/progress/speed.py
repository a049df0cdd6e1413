"""How far a gate's members, or a preparation, are, in one sentence."""

from math import isfinite

from wellfit.app.text import duration

WIDTH = 20  # of a bar, in characters


def training_sentence(members: int, epoch: int, epochs: int, epochs_per_second: float, seconds_left: float) -> str:
    """Members in training, epochs, speed and time left; what is not known yet is left out.

    >>> training_sentence(35, 12, 40, 210.4, 3.2)
    '35 members, epoch 12 of 40, 210 epochs a second, 3.2 s left'
    >>> training_sentence(1, 0, 40, 0.0, float("nan"))
    '1 member, epoch 0 of 40'
    >>> training_sentence(0, 17, 40, 210.4, 0.0)
    'all members have stopped, epoch 17 of 40'
    """
    if members == 0:
        return f"all members have stopped, epoch {epoch} of {epochs}"
    parts = [f"{members} member{'' if members == 1 else 's'}", f"epoch {epoch} of {epochs}"]
    if isfinite(epochs_per_second) and epochs_per_second > 0:
        parts.append(f"{_speed(epochs_per_second)} epochs a second")
    if isfinite(seconds_left):
        parts.append(f"{duration(max(seconds_left, 0.0))} left")
    return ", ".join(parts)


def reading_sentence(name: str, done: int, of: int) -> str:
    """How many of a preparation are done.

    >>> reading_sentence("images decoded", 1200, 3000)
    '1,200 of 3,000 images decoded'
    """
    return f"{done:,} of {of:,} {name}"


def bar(done: int, of: int, *, ascii_only: bool = False) -> str:
    """The share that is done as a bar.

    >>> bar(5, 20), bar(20, 20, ascii_only=True)
    ('━━━━━───────────────', '####################')
    """
    filled = WIDTH * done // max(1, of)
    full, empty = "#-" if ascii_only else "━─"
    return full * filled + empty * (WIDTH - filled)


def _speed(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"
