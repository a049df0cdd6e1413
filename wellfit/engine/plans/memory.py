"""How much memory members need, and how many of them fit: known before anything is allocated."""

import math

import jax

from wellfit.data.memory import room
from wellfit.engine.evaluation import evaluation_rows
from wellfit.engine.plans.plan import Plan
from wellfit.engine.template import Template

SHARE = 0.5  # of the machine's memory: rows, Keras and the user's own things need the rest
SPARE = 0.8  # of what is free at the moment


def budget() -> int:
    """Bytes that members may take, on the accelerator if there is one."""
    if jax.default_backend() != "cpu":
        stats = jax.devices()[0].memory_stats()
        return int(SPARE * (stats["bytes_limit"] - stats["bytes_in_use"]))
    return room(SHARE, SPARE)


def member_bytes(template: Template) -> int:
    """What a member has between steps: its weights, the best ones, the optimizer's moments; twice while they change."""
    slots = sum(math.prod(variable.shape) for variable in template.optimizer.variables)
    fixed = sum(math.prod(variable.shape) for variable in template.model.non_trainable_variables)
    average = 2 * template.parameters if template.uses.average else 0
    return 4 * 2 * (2 * (template.parameters + fixed) + slots + average)


def working_bytes(template: Template) -> int:
    """What a member needs besides: gradients, and each layer's output in training, two at a time in evaluation."""
    cells = template.layer_cells
    outputs = max(3 * template.recipe.batch_size * sum(cells), 2 * evaluation_rows(template) * max(cells))
    return 4 * (2 * template.parameters + outputs)


def population_bytes(template: Template, plan: Plan, streams: int, recipes: int) -> int:
    """Peak memory of the members streams × recipes under a plan, their rows not counted."""
    at_once = {"together": streams * recipes, "streams": recipes, "apart": recipes, "turns": plan.devices}[plan.layout]
    return streams * recipes * member_bytes(template) + at_once * working_bytes(template)


def most_streams(template: Template, plan: Plan, streams: int, recipes: int, most: int) -> int:
    """How many of the streams can train at a time in so many bytes; 0 where not even one fits."""
    fitting = [n for n in range(1, streams + 1) if population_bytes(template, plan, n, recipes) <= most]
    return max(fitting, default=0)
