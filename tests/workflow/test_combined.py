"""Remedies that go together, and those that would undo one another."""

import numpy as np
import pytest

from wellfit.data.encoded import from_arrays
from wellfit.data.splits import Splits
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies import (
    L2,
    CosineDecay,
    Dropout,
    L2Dropout,
    LabelSmoothing,
    Larger,
    LayerNormalization,
    Shallower,
    SpatialDropout,
    StepDecay,
    WarmUp,
)
from wellfit.workflow.combined import combined

PLAIN = Recipe(name="plain", network=DenseNetwork(units=(4,)))


@pytest.fixture(scope="module")
def numbers():
    x = np.random.default_rng(0).normal(size=(40, 2))
    parts = np.split(np.arange(40), [20, 30, 36])
    splits = Splits(**dict(zip(("train", "validation", "selection", "test"), parts, strict=True)))
    return from_arrays({"dense": x}, x[:, 0], kind="regression", splits=splits)


@pytest.mark.parametrize(
    "remedies, together",
    [
        ([L2(strength=0.1), Dropout(rate=0.5)], "l2 0.1 + dropout 0.5"),
        ([L2(strength=0.1), L2Dropout(l2=0.2, rate=0.5), Larger()], "l2 0.1 + larger 4"),
        ([CosineDecay(epochs=4), StepDecay(epochs=2), WarmUp(epochs=1)], "cosine decay 4 + warm-up 1"),
        (
            [Shallower(), LabelSmoothing(share=0.1), SpatialDropout(rate=0.5), LayerNormalization()],
            "layer normalization",
        ),
        (
            [L2(strength=0.1), Dropout(rate=0.5), LayerNormalization(), Larger()],
            "l2 0.1 + dropout 0.5 + layer normalization",
        ),
    ],
)
def test_what_goes_together(remedies, together, numbers):
    recipe, parts = combined(PLAIN, remedies, numbers)
    assert recipe.name == together == " + ".join(part.label for part in parts)
