"""What the study stores of its last training, so that it can be written down as a script."""

import base64
import zlib
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from wellfit.data.dataset import Dataset
from wellfit.workflow.recorded import recipe_values

if TYPE_CHECKING:
    from wellfit.recipes.recipe import Recipe

# Of each row: trains and encoders are fitted on it, trains, chose the seed, is tested on; and the first two again for
# rows that time or memory left out of the training.
FITTED, TRAINED, SELECTION, TEST, FITTED_ONLY, UNUSED = range(6)


def training(data: Dataset, train: np.ndarray, recipe: "Recipe") -> dict[str, Any] | None:
    """Where the rows are, what each is for, and the recipe; None for rows that came encoded.

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
        "recipe": recipe_values(recipe),
    }


def packed(roles: np.ndarray) -> str:
    """Small numbers as a short text.

    >>> unpacked = zlib.decompress(base64.b64decode(packed(np.array([0, 3, 1], np.uint8))))
    >>> list(unpacked)
    [0, 3, 1]
    """
    return base64.b64encode(zlib.compress(roles.tobytes(), 9)).decode("ascii")
