"""What members must have in common to share one program."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from wellfit.recipes.limits import Limits
from wellfit.recipes.loss import OwnLoss
from wellfit.recipes.networks.base import Network
from wellfit.recipes.noise import Noise
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization


@dataclass(frozen=True, kw_only=True)
class Shape:
    """The static part of a recipe: recipes of equal shape differ in traced values only.

    `structure` says whether there is dropout, noise and normalization, not how much. Rows that are mixed are no
    longer sparse, and their batches are no longer filled up: others would pay for it, as for pictures of one's own.
    """

    network: Network
    structure: Regularization
    optimizer: tuple[str, float, str | None]
    batch_size: int
    loss: OwnLoss | None
    mixes: bool = False
    cuts: bool = False
    augments: bool = False
    all_columns: bool = True

    @staticmethod
    def of(recipe: Recipe) -> "Shape":
        """The shape of a recipe; penalties and weight decay are not part of it, any member may have them."""
        structure = _structure(recipe.regularization)
        given_optimizer = recipe.optimizer
        return Shape(
            network=recipe.network,
            structure=structure,
            optimizer=(given_optimizer.name, given_optimizer.momentum, given_optimizer.config),
            batch_size=recipe.batch_size,
            loss=recipe.loss,
            mixes=recipe.training.examples.mixup > 0,
            cuts=recipe.training.examples.cutmix > 0,
            augments=not recipe.training.augmentation.plain,
            all_columns=recipe.features == 1.0,
        )


def _structure(given: Regularization) -> Regularization:
    """Which layers there are: what is compared is whether a strength is 0."""
    noise = {name: 0.5 if value else 0.0 for name, value in asdict(given.noise).items()}
    # Both penalties of an output are one layer.
    limits = Limits(activity_l2=1.0 if given.limits.on_activity else 0.0)
    dropout = 0.5 if given.dropout else 0.0
    return replace(given, l1=0.0, l2=0.0, dropout=dropout, limits=limits, noise=Noise(**noise))


def group_by_shape(recipes: Sequence[Recipe]) -> list[list[Recipe]]:
    """Recipes of one shape together, in the order in which each shape first appears."""
    groups: dict[Shape, list[Recipe]] = {}
    for recipe in recipes:
        groups.setdefault(Shape.of(recipe), []).append(recipe)
    return list(groups.values())


@dataclass(frozen=True, kw_only=True)
class Uses:
    """Terms that a program must compute."""

    l1: bool = False
    l2: bool = False
    weight_decay: bool = False
    bias: bool = False
    max_norm: bool = False
    schedule: bool = False
    plateau: bool = False
    smoothing: bool = False
    class_weights: bool = False
    clip_norm: bool = False
    average: bool = False


def uses(recipes: Sequence[Recipe]) -> Uses:
    """Which traced values occur in a group, so that its program computes no term that is zero for all."""
    given, training = [recipe.regularization for recipe in recipes], [recipe.training for recipe in recipes]
    return Uses(
        l1=any(one.l1 for one in given),
        l2=any(one.l2 for one in given),
        weight_decay=any(recipe.optimizer.weight_decay for recipe in recipes),
        bias=any(one.limits.bias_l1 or one.limits.bias_l2 for one in given),
        max_norm=any(one.limits.max_norm for one in given),
        schedule=any(one.schedule.warm_up or one.schedule.kind in ("cosine", "step") for one in training),
        plateau=any(one.schedule.kind == "plateau" for one in training),
        smoothing=any(one.examples.label_smoothing for one in training),
        class_weights=any(one.examples.class_weights for one in training),
        clip_norm=any(one.steps.clip_norm for one in training),
        average=any(one.steps.average for one in training),
    )
