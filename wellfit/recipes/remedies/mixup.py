"""Rows mixed with one another."""

from dataclasses import dataclass, replace

from wellfit.errors import OptionError
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy


@dataclass(frozen=True, kw_only=True)
class Mixup(Remedy):
    """Train on mixtures of two rows and of their answers, in shares drawn from Beta(alpha, alpha) for each batch.

    Zhang et al. (2018), "mixup: beyond empirical risk minimization". Needs inputs that are numbers: word numbers have
    nothing between them. It takes the place of cutmix.
    """

    alpha: float

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.alpha > 0:
            raise OptionError(f"The parameter of mixup must be above 0, received {self.alpha}.")

    @property
    def name(self) -> str:
        """The family's name."""
        return "mixup"

    def change(self, recipe: Recipe) -> Recipe:
        """Set the parameter."""
        examples = replace(recipe.training.examples, mixup=self.alpha, cutmix=0.0)
        return replace(recipe, training=replace(recipe.training, examples=examples))
