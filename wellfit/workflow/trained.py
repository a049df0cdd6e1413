"""What the study stores of its last training, so that it can be written down as a script."""

import base64
import zlib
from collections.abc import Sequence
from dataclasses import MISSING, Field, asdict, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from wellfit.data.dataset import Dataset
from wellfit.engine.folds import class_weights
from wellfit.workflow.recorded import recipe_values

if TYPE_CHECKING:
    from wellfit.recipes.recipe import Recipe

# Of each row: trains and encoders are fitted on it, trains, chose the seed, is tested on; and the first two again for
# rows that time or memory left out of the training.
FITTED, TRAINED, SELECTION, TEST, FITTED_ONLY, UNUSED = range(6)
# Parts of a recipe that the saved model holds, with its layers and its optimizer, or that the study's numbers say.
_COVERED = ("network", "optimizer", "regularization", "training", "features", "batch_size", "patience")


def training(
    data: Dataset, train: np.ndarray, recipe: "Recipe", callbacks: Sequence[Any] = ()
) -> dict[str, Any] | None:
    """Where the rows are, what each is for, the recipe and the callbacks; None for rows that came encoded.

    `train` are the numbers of the rows that the last training used.
    """
    if data.origin is None:
        return None
    roles = np.full(len(data.target), UNUSED, np.uint8)
    roles[data.splits.train] = FITTED_ONLY
    for rows, role in ((data.splits.selection, SELECTION), (data.splits.test, TEST)):
        roles[rows] = role
    roles[train] = np.where(roles[train] == FITTED_ONLY, FITTED, TRAINED)
    return {
        "origin": asdict(data.origin),
        "parts": packed(roles),
        "left_out": bool((roles >= FITTED_ONLY).any()),
        "batch_size": recipe.batch_size,
        "changes": _changes(data, train, recipe),
        "beyond": beyond(recipe),
        "callbacks": [type(one).__name__ for one in callbacks],
    }


def _changes(data: Dataset, train: np.ndarray, recipe: "Recipe") -> dict[str, Any]:
    """What acted in training alone, and how often each class counted."""
    power, weights = recipe.training.examples.class_weights, list[float]()
    if power:
        used = replace(data, splits=replace(data.splits, train=train))
        weights = (class_weights(used) ** power).tolist()
    return {"training": asdict(recipe.training), "class_weights": weights}


def beyond(recipe: "Recipe") -> list[str]:
    """What a recipe says that is neither in its saved model and optimizer nor a number of rows or epochs."""
    plain = recipe_values(replace(recipe, **{field.name: _default(field) for field in fields(recipe) if _free(field)}))
    return [name for name, value in recipe_values(recipe).items() if name not in _COVERED and value != plain.get(name)]


def _free(field: "Field[Any]") -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _default(field: "Field[Any]") -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def packed(roles: np.ndarray) -> str:
    """Small numbers as a short text.

    >>> unpacked = zlib.decompress(base64.b64decode(packed(np.array([0, 3, 1], np.uint8))))
    >>> list(unpacked)
    [0, 3, 1]
    """
    return base64.b64encode(zlib.compress(roles.tobytes(), 9)).decode("ascii")
