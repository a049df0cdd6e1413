"""The plan that is taken where trying several would cost more than it could save, and those worth trying."""

from collections.abc import Sequence

from wellfit.engine.plans.cost import OPERATION, OPERATIONS, step_seconds
from wellfit.engine.plans.devices import idle
from wellfit.engine.plans.plan import Layout, Plan
from wellfit.engine.template import Template

# Batches above this many bytes are gathered for one stream at a time: they no longer fit the cache,
# and the first layer's product is large enough by itself. Below it, streams run side by side.
WIDE_BATCH_BYTES = 4_000_000
# A network whose arithmetic takes more than so many times the starting of its operations gains nothing from
# neighbours: alone, its weights stay in the cache.
HEAVY = 3.0
MOST_IDLE = 0.25


def plans(
    template: Template, row_bytes: int, filled: float, streams: int, recipes: int, *, cpu: bool, devices: int
) -> Sequence[Plan]:
    """Plans worth trying for members streams × recipes on so many devices; the first is the rule's.

    `row_bytes` are those of a row as it is stored, `filled` is the fraction of its cells that products read.
    """
    overhead = OPERATION * OPERATIONS
    heavy = cpu and step_seconds(template, filled) - overhead > HEAVY * overhead
    wide = row_bytes * template.recipe.batch_size > WIDE_BATCH_BYTES
    balanced = min(idle(devices, streams), idle(devices, recipes)) <= MOST_IDLE
    spread = [devices, 1] if balanced and devices > 1 else [1]
    if filled < 1 and heavy:
        spread = spread[::-1]  # the kernels use all cores by themselves
    layouts = _layouts(heavy=heavy and filled == 1, wide=wide, recipes=recipes)
    return [Plan(layout=layout, devices=count) for count in spread for layout in layouts]


def _layouts(*, heavy: bool, wide: bool, recipes: int) -> list[Layout]:
    """Sparse rows are read once for all members side by side; heavy dense members keep to themselves."""
    if heavy:
        return ["turns", "apart"] if recipes > 1 else ["turns"]
    return ["streams", "apart"] if wide else ["together"]
