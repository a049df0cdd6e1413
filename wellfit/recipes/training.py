"""What acts while a network is trained and leaves no trace in it, as plain values."""

from dataclasses import dataclass, field

from wellfit.recipes.augmentation import Augmentation
from wellfit.recipes.examples import Examples
from wellfit.recipes.schedule import Schedule
from wellfit.recipes.steps import Steps


@dataclass(frozen=True, kw_only=True)
class Training:
    """Changes to the rows, to the learning rate, to the steps and to pictures.

    >>> Training(steps=Steps(clip_norm=1.0)).plain
    False
    """

    examples: Examples = field(default_factory=Examples)
    schedule: Schedule = field(default_factory=Schedule)
    steps: Steps = field(default_factory=Steps)
    augmentation: Augmentation = field(default_factory=Augmentation)

    @property
    def plain(self) -> bool:
        """Whether nothing is changed."""
        return self == Training()
