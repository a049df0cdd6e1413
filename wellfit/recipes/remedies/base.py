"""What every remedy can do: change a recipe, and say how."""

from abc import ABC, abstractmethod
from dataclasses import asdict, replace
from math import isfinite
from numbers import Real

from wellfit.errors import OptionError
from wellfit.recipes.recipe import Recipe


class Remedy(ABC):
    """One countermeasure: a pure function from recipe to recipe, as a frozen dataclass of its strength.

    Raises OptionError for a strength that is no finite number, and each for one out of its range: when it is made,
    or when it is applied.
    """

    def __post_init__(self) -> None:
        for name, value in self.parameters.items():
            if not isinstance(value, Real) or not isfinite(value):
                raise OptionError(f"The strengths of {self.name} are finite numbers, received {name}={value!r}.")

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


def check_penalties(what: str, l1: float, l2: float) -> None:
    """Raises OptionError unless both are at least 0 and one of them is above."""
    if not (l1 >= 0 and l2 >= 0 and l1 + l2 > 0):
        raise OptionError(f"The penalties of {what} are at least 0 and one is above 0, received l1={l1} and l2={l2}.")


def penalties_label(name: str, l1: float, l2: float) -> str:
    """A name with the penalties that are not 0.

    >>> penalties_label("bias penalty", 0.0, 0.01)
    'bias penalty l2 0.01'
    """
    return " ".join([name, *(f"{kind} {value:g}" for kind, value in (("l1", l1), ("l2", l2)) if value)])


def check_epochs(epochs: float) -> None:
    """Raises OptionError unless there are some."""
    if not epochs > 0:
        raise OptionError(f"A schedule takes epochs above 0, received {epochs}.")


def check_factor(factor: float) -> None:
    """Raises OptionError unless the rate falls by it."""
    if not 0 < factor < 1:
        raise OptionError(f"The rate falls by a factor between 0 and 1, received {factor}.")
