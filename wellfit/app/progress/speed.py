"""How far a gate's members are, in one sentence."""

from math import isfinite

from wellfit.app.text import duration


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


def _speed(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"
