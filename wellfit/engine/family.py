"""A family of recipes cut into populations that fit: planned, and made ahead."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wellfit.data.dataset import Dataset
from wellfit.engine.ahead import ahead
from wellfit.engine.choices import Family
from wellfit.engine.chunks import chunk_epochs
from wellfit.engine.feed import expect
from wellfit.engine.plans.choose import Choice
from wellfit.engine.plans.memory import most_streams, population_bytes
from wellfit.engine.plans.plan import Plan
from wellfit.engine.session import Session
from wellfit.engine.shape import group_by_shape
from wellfit.engine.streaming.choose import AnyPopulation, population_for
from wellfit.engine.streams import Stream
from wellfit.errors import OptionError
from wellfit.recipes.recipe import Recipe

# Populations that are made, and their programs compiled, while another trains.
AHEAD = 2
# Shapes in one scan: with more of them, training would wait too long for one large program.
MOST_JOINED = 4


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
    """One population after another, those to come being made in a thread of their own meanwhile.

    Raises OptionError where not even a single member fits into memory, or a plan that was asked for is impossible.
    """
    expect(data)
    family = Family(streams=streams, data=data, epochs=epochs, session=session)
    return ahead(_one_by_one(group_by_shape(recipes), family, plan), AHEAD)


def _one_by_one(groups: Sequence[Sequence[Recipe]], family: Family, plan: Plan | None) -> Iterator[Planned]:
    asked = family.asked(groups, plan) if plan else None
    if asked and asked.plan.joined:
        yield _planned(groups, family.streams, family, asked)
        return
    for first in range(0, len(groups), MOST_JOINED):
        several = groups[first : first + MOST_JOINED]
        if not asked and (joint := family.joint(several)):
            yield _planned(several, family.streams, family, joint)
            continue
        for group in several:
            choice = asked or family.choice(group)
            for some, streams in _that_fit(group, family, choice.plan):
                yield _planned([some], streams, family, choice)


def _planned(groups: Sequence[Sequence[Recipe]], streams: Sequence[Stream], family: Family, choice: Choice) -> Planned:
    population = population_for(groups, streams, family.data, family.session, choice.plan)
    population.prepare(chunk_epochs(family.epochs, population.steps))
    return Planned(population, choice)


def _that_fit(
    group: Sequence[Recipe], family: Family, plan: Plan
) -> Iterator[tuple[Sequence[Recipe], Sequence[Stream]]]:
    """The members as populations that fit into memory: fewer streams at a time, then fewer recipes."""
    template, streams = family.session.template(group, family.data), family.streams
    room, recipes = family.room(group, plan), len(group)
    while not (most := most_streams(template, plan, len(streams), recipes, room // (AHEAD + 2))):
        if recipes == 1:
            kept = plan.devices * family.kept(group, plan)
            member, rows, free = (size / 1e9 for size in (population_bytes(template, plan, 1, 1), kept, room + kept))
            raise OptionError(
                f"A network of {template.parameters:,} parameters takes {member:.1f} GB in training and the rows "
                f"{rows:.1f} GB, but only {free:.1f} GB of memory may be used here. Take a smaller "
                "network or fewer rows, or a machine with more memory."
            )
        recipes = -(-recipes // 2)
    for first in range(0, len(group), recipes):
        for start in range(0, len(streams), most):
            yield group[first : first + recipes], streams[start : start + most]
