"""Programs and traces are counted: one of each for a shape and plan, whatever else changes."""

from collections import Counter
from dataclasses import replace

import jax
import pytest

from wellfit.engine.fit_many import fit_many
from wellfit.engine.plans.plan import LAYOUTS, Plan
from wellfit.engine.program import run_chunk
from wellfit.engine.session import Session
from wellfit.engine.stop import Stop
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization

RECIPE = Recipe(name="plain", network=DenseNetwork(units=(7,)), batch_size=8)
FAMILY = [
    RECIPE,
    replace(RECIPE, name="penalised", regularization=Regularization(l2=0.01)),
]
# What JAX tells of each program that it makes: traced to operations, and compiled.
TRACED, COMPILED = "/jax/core/compile/jaxpr_trace_duration", "/jax/core/compile/backend_compile_duration"


@pytest.fixture
def made():
    """What JAX traces and compiles during a test: (event, name of the function) → how often."""
    events = Counter()

    def listen(event, _seconds, **about):
        if event in (TRACED, COMPILED):
            events[event, about.get("fun_name", "")] += 1

    jax.monitoring.register_event_duration_secs_listener(listen)
    yield events
    jax.monitoring.unregister_event_duration_listener(listen)


def programs(made):
    """How often the program of the members was traced, and compiled."""
    name = run_chunk.__name__
    return made[TRACED, name], made[COMPILED, f"jit({name})"]


@pytest.mark.quick("together", "turns")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_shape_and_plan_is_one_program_traced_once(layout, binary, made):
    plan, session = Plan(layout=layout), Session()
    runs = fit_many(FAMILY, binary, seeds=2, epochs=4, session=session, plan=plan)
    assert programs(made) == (1, 1)
    assert runs.cost.programs == 1

    made.clear()
    changed = [replace(r, optimizer=Optimizer(learning_rate=0.03), name=f"{r.name} again") for r in FAMILY]
    fit_many(changed, binary, seeds=[5, 8], epochs=4, session=session, plan=plan)
    assert not made  # neither the program nor anything beside it


def test_chunks_and_what_is_held_out_are_in_the_one_program(binary, made):
    chunks = []

    def watch(done):
        chunks.append(done.chunk)
        return False

    plan = Plan(layout="together")
    runs = fit_many(FAMILY, binary, seeds=2, epochs=30, stop=Stop(patience=40), watch=watch, plan=plan)
    assert len(chunks) > 1
    assert len(set(chunks)) == 1
    assert runs.curves["validation_loss"].is_not_nan().all()
    assert programs(made) == (1, 1)
    assert runs.cost.programs == 1


def test_a_model_taken_from_the_runs_compiles_no_program_of_members(binary, made, session):
    runs = fit_many(FAMILY, binary, seeds=2, epochs=2, session=session, plan=Plan(layout="together"))
    made.clear()
    runs.model("plain", 0)
    assert programs(made) == (0, 0)
