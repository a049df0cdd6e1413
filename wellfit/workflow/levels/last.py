"""What the last gate trains of a level: on the validation rows as well, and as one model of raw pixels."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wellfit.data.dataset import Dataset
from wellfit.recipes.recipe import Recipe
from wellfit.workflow.context import Context
from wellfit.workflow.delivery import more_rows
from wellfit.workflow.levels.best_recipe import best_member
from wellfit.workflow.levels.level import Level, LevelName

if TYPE_CHECKING:
    from wellfit.backend import keras
    from wellfit.transfer import Backbone


@dataclass(frozen=True, kw_only=True)
class Last:
    """Rows and recipe of the last training."""

    data: Dataset
    recipe: Recipe


def last_training(context: Context, level: Level) -> Last:
    """What is trained last where this level was chosen."""
    return _OF[level.name](context, level)


def _as_chosen(_context: Context, level: Level) -> Last:
    return Last(data=more_rows(level.runs.data), recipe=level.recipe)


def _of_tuning(context: Context, level: Level) -> Last:
    """The blocks anew from the pretrained weights, behind a head that has seen the validation rows as well."""
    from wellfit.engine.fit_many import fit_many
    from wellfit.transfer import tuning_recipes

    backbone, head = _backbone(context), context.levels["features"]
    seeds = context.last_seeds[:1]
    trained = fit_many(
        [head.recipe], more_rows(head.runs.data), seeds=seeds, epochs=head.epochs, session=context.trainer.session
    )
    part = trained.model(head.recipe.name, seeds[0], weights="last")
    rate, batch = level.recipe.optimizer.learning_rate, level.recipe.batch_size
    (recipe,) = tuning_recipes(backbone, part, context.data.task, level.blocks, rates=(rate,), batch_size=batch)
    return Last(data=more_rows(level.runs.data), recipe=recipe)


def as_it_is(context: Context, level: Level) -> "keras.Model":
    """The best seed of the level as a whole model, trained on the training rows alone."""
    return whole(context, level, best_member(level.runs, level.recipe))


def whole(context: Context, level: Level, part: "keras.Model") -> "keras.Model":
    """One model of raw pixels from what was trained of the level."""
    if level.name == "scratch":
        return part
    from wellfit.transfer import whole_model

    return whole_model(_backbone(context), part, level.blocks)


def _backbone(context: Context) -> "Backbone":
    if context.backbone is None:
        raise RuntimeError("there is no backbone: the level was trained without one")
    return context.backbone


_OF: Mapping[LevelName, Callable[[Context, Level], Last]] = {
    "scratch": _as_chosen,
    "features": _as_chosen,
    "tuning": _of_tuning,
}
