"""What every remedy can do: change a recipe, and say how."""

from abc import ABC, abstractmethod
from dataclasses import asdict, replace

from wellfit.recipes.recipe import Recipe


class Remedy(ABC):
    """One countermeasure: a pure function from recipe to recipe, as a frozen dataclass of its strength."""

    @property
    @abstractmethod
    def name(self) -> str:
        """The family's name, such as "dropout"; the strength is not in it."""

    @abstractmethod
    def change(self, recipe: Recipe) -> Recipe:
        """The recipe with this remedy added, under its old name."""

    @property
    def parameters(self) -> dict[str, float]:
        """Its strength, by name."""
        return asdict(self)  # type: ignore[call-overload]

    @property
    def label(self) -> str:
        """Name and strength, as curves and tables show them.

        >>> from wellfit.recipes.remedies import Dropout
        >>> Dropout(rate=0.5).label
        'dropout 0.5'
        """
        return " ".join([self.name, *(f"{value:g}" for value in self.parameters.values())])

    def apply(self, recipe: Recipe) -> Recipe:
        """The changed recipe, named after what was added to `plain`."""
        label = self.label if recipe.name == "plain" else f"{recipe.name} + {self.label}"
        return replace(self.change(recipe), name=label)
