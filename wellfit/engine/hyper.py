"""A recipe's values as they enter the compiled program."""

import numpy as np

from wellfit.data.pipeline.target import Scale
from wellfit.engine.folds import Facts
from wellfit.engine.mixing import chance, quantiles
from wellfit.engine.state import Amounts, Held, Hyper, Plateau, Rates, Seen
from wellfit.recipes.augmentation import Augmentation
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.schedule import Schedule


def scalar(value: float) -> np.ndarray:
    """A number in the precision of training."""
    return np.asarray(value, np.float32)


def hyper(recipe: Recipe, facts: Facts, seed: int) -> Hyper:
    """The traced values of a recipe in a fold, for a stream whose start and order are drawn from this number."""
    given, changes, limits = recipe.regularization, recipe.training, recipe.regularization.limits
    weights = facts.class_weights ** np.float32(changes.examples.class_weights)
    return Hyper(
        l1=scalar(given.l1),
        l2=scalar(given.l2),
        weight_decay=scalar(recipe.optimizer.weight_decay),
        held=Held(scalar(limits.bias_l1), scalar(limits.bias_l2), scalar(limits.max_norm)),
        rates=_rates(changes.schedule, facts.steps),
        seen=Seen(
            smoothing=scalar(changes.examples.label_smoothing),
            shares=quantiles(changes.examples.mixup or changes.examples.cutmix),
            class_weights=weights.astype(np.float32),
            chance=np.asarray(chance(seed), np.uint32),
            amounts=amounts(changes.augmentation),
        ),
        clip_norm=scalar(changes.steps.clip_norm),
        average=scalar(changes.steps.average),
        scale=None if facts.scale is None else Scale(*map(scalar, facts.scale)),
    )


def amounts(given: Augmentation) -> Amounts:
    """Those of an augmentation, in the precision of training."""
    return Amounts(*(scalar(getattr(given, name)) for name in Amounts._fields))


def _rates(schedule: Schedule, steps: int) -> Rates:
    """When and by what the rate changes, in steps."""
    after = {kind: schedule.epochs * steps if schedule.kind == kind else np.inf for kind in ("cosine", "step")}
    factor = schedule.factor if schedule.kind == "step" else 1.0
    return Rates(*map(scalar, (schedule.warm_up * steps, after["cosine"], after["step"], factor)))


def plateau(recipe: Recipe) -> Plateau:
    """What a member knows of its validation loss before its first step."""
    schedule = recipe.training.schedule
    waits = schedule.kind == "plateau"
    patience, factor = (schedule.epochs, schedule.factor) if waits else (np.inf, 1.0)
    return Plateau(*map(scalar, (np.inf, 0.0, patience, factor)))
