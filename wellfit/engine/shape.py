"""What members must have in common to share one program."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wellfit.recipes.loss import OwnLoss
from wellfit.recipes.networks.base import Network
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization


@dataclass(frozen=True, kw_only=True)
class Shape:
    """The static part of a recipe: recipes of equal shape differ in traced values only.

    `structure` says whether there is dropout and batch normalization, not how much.
    """

    network: Network
    structure: Regularization
    optimizer: tuple[str, float, str | None]
    batch_size: int
    loss: OwnLoss | None

    @staticmethod
    def of(recipe: Recipe) -> "Shape":
        """The shape of a recipe; penalties and weight decay are not part of it, any member may have them."""
        given = recipe.regularization
        structure = replace(given, l1=0.0, l2=0.0, dropout=0.5 if given.dropout else 0.0)
        given_optimizer = recipe.optimizer
        return Shape(
            network=recipe.network,
            structure=structure,
            optimizer=(given_optimizer.name, given_optimizer.momentum, given_optimizer.config),
            batch_size=recipe.batch_size,
            loss=recipe.loss,
        )


def group_by_shape(recipes: Sequence[Recipe]) -> list[list[Recipe]]:
    """Recipes of one shape together, in the order in which each shape first appears."""
    groups: dict[Shape, list[Recipe]] = {}
    for recipe in recipes:
        groups.setdefault(Shape.of(recipe), []).append(recipe)
    return list(groups.values())


@dataclass(frozen=True, kw_only=True)
class Uses:
    """Terms that a program must compute."""

    l1: bool
    l2: bool
    weight_decay: bool


def uses(recipes: Sequence[Recipe]) -> Uses:
    """Which traced values occur in a group, so that its program computes no term that is zero for all."""
    return Uses(
        l1=any(recipe.regularization.l1 for recipe in recipes),
        l2=any(recipe.regularization.l2 for recipe in recipes),
        weight_decay=any(recipe.optimizer.weight_decay for recipe in recipes),
    )
