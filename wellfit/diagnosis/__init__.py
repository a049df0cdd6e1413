"""Numbers in, findings out: intervals, effects, onset and the verdict. Needs NumPy and SciPy only."""

from wellfit.diagnosis.choice import Choice, choose
from wellfit.diagnosis.effects import Effect, effect, equal_within, holm
from wellfit.diagnosis.evidence import Evidence
from wellfit.diagnosis.intervals import Interval, mean_interval
from wellfit.diagnosis.onset import onset
from wellfit.diagnosis.ruling import Verdict, VerdictKind
from wellfit.diagnosis.verdict import judge

__all__ = [
    "Choice",
    "Effect",
    "Evidence",
    "Interval",
    "Verdict",
    "VerdictKind",
    "choose",
    "effect",
    "equal_within",
    "holm",
    "judge",
    "mean_interval",
    "onset",
]
