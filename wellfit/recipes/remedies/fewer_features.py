"""Only the columns that say most about the target."""

from dataclasses import dataclass, replace

from wellfit.errors import OptionError
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy


@dataclass(frozen=True, kw_only=True)
class FewerFeatures(Remedy):
    """Read a `share` of the encoded columns, those that correlate most with the target over the training rows.

    Guyon and Elisseeff (2003), "An introduction to variable and feature selection". Columns that say nothing are only
    something to learn by heart. Each fold chooses by its own training rows.
    """

    share: float = 0.5

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 < self.share < 1:
            raise OptionError(f"The share of columns that is read must be above 0 and below 1, received {self.share}.")

    @property
    def name(self) -> str:
        """The family's name."""
        return "fewer features"

    def change(self, recipe: Recipe) -> Recipe:
        """Set the share."""
        return replace(recipe, features=self.share)
