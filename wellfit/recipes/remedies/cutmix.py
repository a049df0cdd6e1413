"""Pictures with a piece of another one."""

from dataclasses import dataclass, replace

from wellfit.errors import OptionError
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy


@dataclass(frozen=True, kw_only=True)
class CutMix(Remedy):
    """Train on pictures with a rectangle of another, and its answer in the share of its area.

    The share is drawn from Beta(alpha, alpha) for each batch. Yun et al. (2019), "CutMix: regularization strategy to
    train strong classifiers with localizable features". Needs images. It takes the place of mixup.
    """

    alpha: float

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.alpha > 0:
            raise OptionError(f"The parameter of cutmix must be above 0, received {self.alpha}.")

    @property
    def name(self) -> str:
        """The family's name."""
        return "cutmix"

    def change(self, recipe: Recipe) -> Recipe:
        """Set the parameter."""
        examples = replace(recipe.training.examples, mixup=0.0, cutmix=self.alpha)
        return replace(recipe, training=replace(recipe.training, examples=examples))
