"""The optimizer of a recipe with all that it does in training, as Keras has it."""

from typing import Any

from wellfit.backend import keras
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.schedule import Schedule


def stock_optimizer(recipe: Recipe, steps: int) -> keras.optimizers.Optimizer:
    """The optimizer with schedule, clipping and averaging of the recipe; `steps` are those of an epoch."""
    plain, changes = recipe.optimizer.build(), recipe.training.steps
    config = plain.get_config() | {"learning_rate": stock_rate(recipe, steps)}
    if changes.clip_norm:
        config["global_clipnorm"] = changes.clip_norm
    if changes.average:
        config |= {"use_ema": True, "ema_momentum": changes.average}
    return type(plain).from_config(config)


def stock_rate(recipe: Recipe, steps: int) -> Any:
    """The learning rate, or a schedule of Keras."""
    schedule, rate, decays = recipe.training.schedule, recipe.optimizer.learning_rate, keras.optimizers.schedules
    warm, after = schedule.warm_up * steps, schedule.epochs * steps
    if schedule.kind == "cosine":
        if not warm:
            return decays.CosineDecay(rate, after)
        return decays.CosineDecay(0.0, after, warmup_target=rate, warmup_steps=warm)
    if schedule.kind == "step":
        return decays.ExponentialDecay(rate, after, schedule.factor, staircase=True)
    return decays.PolynomialDecay(0.0, warm, rate) if warm else rate


def plateau_callback(schedule: Schedule, measure: str) -> list[keras.callbacks.Callback]:
    """What lowers the rate where this measure of the validation rows does not improve; none for other schedules."""
    if schedule.kind != "plateau":
        return []
    patience = int(schedule.epochs)
    return [keras.callbacks.ReduceLROnPlateau(measure, mode="min", factor=schedule.factor, patience=patience)]
