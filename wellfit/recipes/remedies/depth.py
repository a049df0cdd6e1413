"""Fewer or more hidden layers."""

from dataclasses import dataclass, replace

from wellfit.errors import OptionError
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies.base import Remedy


@dataclass(frozen=True, kw_only=True)
class Shallower(Remedy):
    """So many dense hidden `layers` fewer: less room to learn rows by heart, and shorter ways for gradients."""

    layers: int = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        _check(self.layers, "shallower", "left out")

    @property
    def name(self) -> str:
        """The family's name."""
        return "shallower"

    def change(self, recipe: Recipe) -> Recipe:
        """Leave out the last hidden layers. Raises ModelError where none would be left."""
        return replace(recipe, network=recipe.network.deepened(-self.layers))


@dataclass(frozen=True, kw_only=True)
class Deeper(Remedy):
    """So many dense hidden `layers` more, each as wide as the last: more room for what the data hold."""

    layers: int = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        _check(self.layers, "deeper", "added")

    @property
    def name(self) -> str:
        """The family's name."""
        return "deeper"

    def change(self, recipe: Recipe) -> Recipe:
        """Repeat the last hidden layer. Raises ModelError where there is none."""
        return replace(recipe, network=recipe.network.deepened(self.layers))


def _check(layers: int, word: str, what: str) -> None:
    if layers < 1 or layers != int(layers):
        raise OptionError(f"In a {word} network 1 hidden layer or more is {what}, received {layers}.")
