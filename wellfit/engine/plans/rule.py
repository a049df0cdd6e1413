"""The plan that is taken where measuring would cost more than it could save."""

from collections.abc import Sequence

import numpy as np

from wellfit.data.dataset import Dataset
from wellfit.engine.plans.plan import Plan
from wellfit.engine.streams import Stream
from wellfit.recipes.recipe import Recipe

# Batches above this many bytes are gathered for one stream at a time: they no longer fit the cache,
# and the first layer's product is large enough by itself. Below it, streams run side by side.
WIDE_BATCH_BYTES = 4_000_000


def first_plan(recipe: Recipe, streams: Sequence[Stream], data: Dataset) -> Plan:
    """By the size of what a step reads and computes."""
    shapes = data.pipeline.shapes()
    cells = sum(int(np.prod(shapes[block])) for block in recipe.network.inputs(shapes))
    return Plan(layout="streams" if 4 * cells * recipe.batch_size > WIDE_BATCH_BYTES else "together")
