"""Every variant against the reference, and the one that is lowest, as far as the intervals allow."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from wellfit.diagnosis.choice import choose
from wellfit.diagnosis.effects import effect, holm
from wellfit.diagnosis.intervals import finite
from wellfit.reproduce.found import Found


def comparisons(found: Found, variants: Sequence[str]) -> list[dict[str, Any]]:
    """The change in best validation loss of each variant against the first, paired over seeds and rows.

    Of prediction losses; p-values are corrected for their number (Holm). Variants of which no seed came to a finite
    loss are left out.
    """
    reference, others = variants[0], variants[1:]
    able = [name for name in others if _shared(found, name, reference)]
    effects = [effect(found.rows[name], found.rows[reference]) for name in able]
    corrected = holm([one.p for one in effects])
    return [
        {
            "variant": name,
            "reference": reference,
            "change": finite(one.change),
            "low": finite(one.low),
            "high": finite(one.high),
            "p": finite(one.p),
            "p_holm": finite(p),
            "seeds": one.seeds,
        }
        for name, one, p in zip(able, effects, corrected, strict=True)
    ]


def ranking(found: Found, sizes: Mapping[str, float]) -> str | None:
    """Which variant is lowest, and which cannot be told apart from it; None where there is nothing to rank."""
    rows = {name: found.rows[name] for name in sizes if np.isfinite(found.rows[name]).all()}
    if len(rows) < 2:
        return None
    choice = choose(rows, sizes)
    mean = float(rows[choice.lowest].mean())
    lowest = (
        f"The lowest best validation loss, penalties left out, is that of {choice.lowest} ({mean:.4f} in the mean)."
    )
    tied = [name for name in choice.tied if name != choice.lowest]
    if not tied:
        return f"{lowest} It is below all others beyond noise, corrected for the number of comparisons."
    if len(tied) == len(rows) - 1:
        return (
            f"{lowest} No other can be told apart from it, the number of comparisons counted: these seeds and rows "
            "allow no ranking."
        )
    return f"{lowest} Not to be told apart from it: {', '.join(tied)}. The others are above it beyond noise."


def _shared(found: Found, one: str, other: str) -> bool:
    finite_in = [np.isfinite(found.rows[name]).all(axis=1) for name in (one, other)]
    return bool((finite_in[0] & finite_in[1]).any())
