"""The levels of training on images: a network from scratch, a head on a pretrained backbone, its last blocks tuned."""

from wellfit.workflow.levels.level import Level, LevelName

__all__ = ["Level", "LevelName"]
