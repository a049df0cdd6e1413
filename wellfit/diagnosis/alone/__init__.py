"""Verdicts from learning curves alone: no rows of losses, no controls, and often a single run."""

from wellfit.diagnosis.alone.evidence import CurveEvidence
from wellfit.diagnosis.alone.judge import judge_curves

__all__ = ["CurveEvidence", "judge_curves"]
