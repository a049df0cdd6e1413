"""What members need is known before they train, and they go in parts that fit."""

import pytest

from wellfit.engine.family import populations
from wellfit.engine.fit_many import fit_many
from wellfit.engine.plans import memory
from wellfit.engine.plans.plan import LAYOUTS, Plan
from wellfit.engine.population import Population
from wellfit.engine.session import Session
from wellfit.engine.streams import Stream
from wellfit.errors import OptionError
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.recipe import Recipe

RECIPES = [Recipe(name=str(i), network=DenseNetwork(units=(256, 256)), batch_size=8) for i in range(2)]
STREAMS = [Stream(seed=seed) for seed in range(4)]


@pytest.mark.quick("together", "turns")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_estimate_covers_what_the_compiled_program_takes(binary, layout):
    plan = Plan(layout=layout)
    population = Population([RECIPES], STREAMS, binary, Session(), plan)
    population.run(range(1))
    estimate = memory.population_bytes(population.groups[0].template, plan, len(STREAMS), len(RECIPES))
    assert population.bytes < estimate < 6 * population.bytes


def test_members_train_in_parts_where_they_do_not_fit_and_nothing_else_changes(binary, monkeypatch):
    plan = Plan(layout="turns")
    whole = fit_many(RECIPES, binary, seeds=4, epochs=1, plan=plan)
    template = Session().template(RECIPES, binary)
    room = 5 * memory.population_bytes(template, plan, 2, 1)
    monkeypatch.setattr("wellfit.engine.choices.budget", lambda: room)
    parts = list(populations(RECIPES, STREAMS, binary, 1, Session(), plan))
    assert len(parts) > 2
    split = fit_many(RECIPES, binary, seeds=4, epochs=1, plan=plan)
    assert split.curves.drop("train_loss").columns == whole.curves.drop("train_loss").columns
    assert split.curves["recipe"].to_list() == whole.curves["recipe"].to_list()
    assert split.curves["validation_loss"].to_list() == pytest.approx(whole.curves["validation_loss"].to_list())


def test_a_member_that_fits_nowhere_is_refused_before_it_trains(binary, monkeypatch):
    monkeypatch.setattr("wellfit.engine.choices.budget", lambda: 1_000_000)
    with pytest.raises(OptionError, match=r"takes 0\.\d GB in training .* Take a smaller network or fewer rows"):
        fit_many(RECIPES, binary, seeds=1, epochs=1)


def test_there_is_room_on_this_machine():
    assert memory.budget() > 100_000_000
