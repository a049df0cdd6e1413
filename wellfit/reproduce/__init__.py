"""The experiments of the teaching texts, run again over several seeds and held against what the texts report."""

from wellfit.reproduce.experiments import EXPERIMENTS
from wellfit.reproduce.options import Options
from wellfit.reproduce.run import Reproduction, reproduce

__all__ = ["EXPERIMENTS", "Options", "Reproduction", "reproduce"]
