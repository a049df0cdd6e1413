"""Whether a recipe can be trained as it says on given data."""

import json

from wellfit.data.dataset import Dataset
from wellfit.data.encoded import IMAGE
from wellfit.errors import ModelError
from wellfit.recipes.recipe import Recipe

_CLIPS = ("clipnorm", "clipvalue", "global_clipnorm")


def check_training(recipe: Recipe, data: Dataset) -> None:
    """Raises ModelError, with a clause that says why, where training cannot do what the recipe asks for."""
    examples, steps = recipe.training.examples, recipe.training.steps
    answers = examples.label_smoothing > 0 or examples.class_weights > 0
    if answers and data.task.kind == "regression":
        raise ModelError("the target is a number, which has no classes")
    if answers and recipe.loss is not None:
        raise ModelError("its loss is one of your own, of which only its value is known")
    read = recipe.network.inputs(data.shapes)
    if not recipe.training.augmentation.plain and IMAGE not in read:
        raise ModelError("it reads no images, which could be turned or recoloured")
    if examples.cutmix and read != (IMAGE,):
        raise ModelError("it reads more than images, or none: only of images a piece can be taken from another")
    if examples.mixup and {"sequence", "categories"} & set(read):
        raise ModelError("it reads words or categories by their numbers, and there is none between two of them")
    own = json.loads(recipe.optimizer.config)["config"] if recipe.optimizer.config else {}
    if steps.clip_norm and any(own.get(name) is not None for name in _CLIPS):
        raise ModelError("its optimizer cuts gradients back already")
    if steps.average and own.get("use_ema"):
        raise ModelError("its optimizer averages the weights already")
