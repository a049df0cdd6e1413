"""Further views of training images: cached features see augmentation, too."""

from dataclasses import dataclass, field

import numpy as np

from wellfit.engine.augment.augmented import augmented
from wellfit.errors import OptionError
from wellfit.recipes.augmentation import Augmentation


@dataclass(frozen=True, kw_only=True)
class Views:
    """How many views of each training image there are, the image itself being the first, and how others are made.

    What was computed once is the same in each epoch; further views, each image changed in ways that are drawn once,
    bring augmentation back.

    >>> Views(count=3).further
    2
    """

    count: int = 1
    augmentation: Augmentation = field(default_factory=Augmentation.usual)
    seed: int = 0

    def __post_init__(self) -> None:
        if self.count < 1:
            raise OptionError(f"An image has at least one view, itself; received {self.count}.")

    @property
    def further(self) -> int:
        """Views beside the image itself."""
        return self.count - 1

    def of(self, images: np.ndarray, number: int, first: int) -> np.ndarray:
        """The further view of this number of some images, the first of which is number `first` among all."""
        seed = int(np.random.SeedSequence([self.seed, number, first]).generate_state(1)[0] >> 1)
        return augmented(np.asarray(images), self.augmentation, seed)
