"""A greatest length of each unit's incoming weights."""

from dataclasses import dataclass, replace

from wellfit.errors import OptionError
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy


@dataclass(frozen=True, kw_only=True)
class MaxNorm(Remedy):
    """After each step, cut the incoming weights of every hidden unit back to the length `limit`.

    Srebro, Rennie and Jaakkola (2005), "Maximum-margin matrix factorization"; Srivastava et al. (2014) use it with
    dropout. Keras' `constraints.MaxNorm`.
    """

    limit: float

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.limit > 0:
            raise OptionError(f"The greatest length of weights must be above 0, received {self.limit}.")

    @property
    def name(self) -> str:
        """The family's name."""
        return "max-norm"

    def change(self, recipe: Recipe) -> Recipe:
        """Set the greatest length."""
        limits = replace(recipe.regularization.limits, max_norm=self.limit)
        return replace(recipe, regularization=replace(recipe.regularization, limits=limits))
