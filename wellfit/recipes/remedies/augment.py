"""Pictures that are never twice the same."""

from dataclasses import dataclass, replace

from wellfit.errors import OptionError
from wellfit.recipes.augmentation import Augmentation
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy


@dataclass(frozen=True, kw_only=True)
class Augment(Remedy):
    """Turn, zoom, shift and recolour the pictures of each batch by amounts that grow with the strength.

    With 1 they are those of `Augmentation.usual`, 0.5 halves them. `flip` is the share of pictures that are mirrored:
    0 for what reads otherwise in a mirror. For small sets of images: what a network is shown anew in every epoch it
    cannot learn by heart.

    >>> Augment(strength=0.5).label, Augment(strength=1.0, flip=0.0).label
    ('augment 0.5', 'augment 1 without flips')
    """

    strength: float
    flip: float = 0.5

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.strength > 0:
            raise OptionError(f"The strength of an augmentation must be above 0, received {self.strength}.")

    @property
    def name(self) -> str:
        """The family's name."""
        return "augment"

    @property
    def label(self) -> str:
        """Name and strength; and the flips where they are not the usual ones."""
        flips = {0.5: "", 0.0: " without flips"}.get(self.flip, f" flips {self.flip:g}")
        return f"{self.name} {self.strength:g}{flips}"

    def change(self, recipe: Recipe) -> Recipe:
        """Set the amounts."""
        amounts = Augmentation.usual(self.strength, self.flip)
        return replace(recipe, training=replace(recipe.training, augmentation=amounts))
