"""Metrics as people read them."""


def shown(value: float, metric: str) -> str:
    """An accuracy in percent, an error with four digits.

    >>> shown(0.97101, "accuracy"), shown(1.70617, "mae")
    ('97.1 %', '1.706')
    """
    return f"{100 * value:.1f} %" if metric == "accuracy" else f"{value:.4g}"
