"""Several comparisons of one experiment: what stays when their number is counted."""

from collections.abc import Sequence
from dataclasses import replace

from wellfit.diagnosis.choice import SIGNIFICANT
from wellfit.diagnosis.effects import holm
from wellfit.reproduce.claims.claim import Judged


def corrected(judged: Sequence[Judged]) -> list[Judged]:
    """The same statements; a comparison of losses that does not stand Holm's correction is undecided."""
    tested = [one.p for one in judged if one.p is not None]
    stepped = iter(holm(tested))
    return [one if one.p is None else _stands(one, next(stepped), len(tested)) for one in judged]


def _stands(one: Judged, p: float, count: int) -> Judged:
    if one.agrees == "undecided" or p < SIGNIFICANT:
        return one
    why = f"the interval excludes zero, but among {count} comparisons that may be chance (p, corrected: {p:.2g})"
    return replace(one, agrees="undecided", why=why)
