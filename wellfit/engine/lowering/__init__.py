"""Rewrites a traced program: slow primitives become fast ones, and inputs may be stand-ins for arrays."""

from wellfit.engine.lowering.beside import Folded
from wellfit.engine.lowering.lowered import lowered
from wellfit.engine.lowering.probe import Probe
from wellfit.engine.lowering.standin import StandIn, dense

__all__ = ["Folded", "Probe", "StandIn", "dense", "lowered"]
