"""A family of recipes cut into populations that fit: one shape each, planned, and compiled ahead."""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import jax

from wellfit.data.dataset import Dataset
from wellfit.engine.chunks import chunk_epochs
from wellfit.engine.feed import bytes_a_row, filled
from wellfit.engine.plans import devices
from wellfit.engine.plans.choose import Choice, choose
from wellfit.engine.plans.cost import step_seconds
from wellfit.engine.plans.memory import budget, most_streams, population_bytes
from wellfit.engine.plans.plan import Plan
from wellfit.engine.plans.rule import plans
from wellfit.engine.population import Population
from wellfit.engine.session import Session
from wellfit.engine.shape import Shape, group_by_shape
from wellfit.engine.streaming.choose import STREAMED, AnyPopulation, is_streamed, population_for
from wellfit.engine.streams import Stream
from wellfit.errors import OptionError
from wellfit.recipes.recipe import Recipe

# Populations whose programs are compiled while another trains.
AHEAD = 2


class Planned(NamedTuple):
    """A population, and why it is run as it is."""

    population: AnyPopulation
    choice: Choice


def populations(
    recipes: Sequence[Recipe],
    streams: Sequence[Stream],
    data: Dataset,
    epochs: int,
    session: Session,
    plan: Plan | None,
) -> Iterator[Planned]:
    """One population after another, the programs of those to come being compiled meanwhile.

    Raises OptionError where not even a single member fits into memory.
    """
    waiting: deque[Planned] = deque()
    for group in group_by_shape(recipes):
        choice = Choice(plan=plan, reason="as asked") if plan else _choice(group, streams, data, epochs, session)
        for some, part in _that_fit(group, streams, data, session, choice.plan):
            population = population_for([some], part, data, session, choice.plan)
            population.prepare(chunk_epochs(epochs, population.steps))
            waiting.append(Planned(population, choice))
            if len(waiting) > AHEAD:
                yield waiting.popleft()
    yield from waiting


def _choice(group: Sequence[Recipe], streams: Sequence[Stream], data: Dataset, epochs: int, session: Session) -> Choice:
    template, rows = session.template(group, data), len(data.splits.train)
    steps = -(-rows // template.recipe.batch_size)
    chunk = chunk_epochs(epochs, steps)
    row_bytes = bytes_a_row(data, template.blocks)
    cpu = jax.default_backend() == "cpu"
    streamed = is_streamed(data, template.blocks, devices.count())
    part = 1.0 if streamed else filled(data.parts[0], template.blocks, template.multiplied)
    found = plans(template, row_bytes, part, len(streams), len(group), cpu=cpu, devices=devices.count())
    if streamed:
        return Choice(plan=found[0], reason=STREAMED)
    epoch = step_seconds(template, part) * steps * len(streams) * len(group)

    def seconds(candidate: Plan) -> float:
        trial = Population([group], streams, data, session, candidate)
        return min(trial.run(range(chunk))[1] for _ in range(2))

    held_out = len(data.splits.validation) + len(data.splits.selection)
    counts = f"{len(streams)} x {len(group)}, {rows} + {held_out} rows of {row_bytes} bytes, {chunk} epochs"
    described = f"{Shape.of(group[0])} {template.uses} {counts}"
    return choose(described, found[0], found, epoch * epochs, epoch * chunk, seconds)


def _that_fit(
    group: Sequence[Recipe], streams: Sequence[Stream], data: Dataset, session: Session, plan: Plan
) -> Iterator[tuple[Sequence[Recipe], Sequence[Stream]]]:
    """The members as populations that fit into memory: fewer streams at a time, then fewer recipes."""
    template = session.template(group, data)
    used = sum(len(rows) for rows in (data.splits.train, data.splits.validation, data.splits.selection))
    kept = 0 if is_streamed(data, template.blocks, plan.devices) else used * bytes_a_row(data, template.blocks)
    room = budget() - plan.devices * kept
    recipes = len(group)
    while not (most := most_streams(template, plan, len(streams), recipes, room // (AHEAD + 2))):
        if recipes == 1:
            gigabytes = (population_bytes(template, plan, 1, 1) / 1e9, kept / 1e9, budget() / 1e9)
            raise OptionError(
                f"A network of {template.parameters:,} parameters takes {gigabytes[0]:.1f} GB in training and the rows "
                f"{gigabytes[1]:.1f} GB, but only {gigabytes[2]:.1f} GB of memory may be used here. Take a smaller "
                "network or fewer rows, or a machine with more memory."
            )
        recipes = -(-recipes // 2)
    for first in range(0, len(group), recipes):
        for start in range(0, len(streams), most):
            yield group[first : first + recipes], streams[start : start + most]
