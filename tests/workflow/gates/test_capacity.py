from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

import wellfit
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.networks.priors import Prior
from wellfit.record import StudyRecord
from wellfit.workflow.gates.baseline import BaselineGate
from wellfit.workflow.gates.capacity import GROWTH, MOST_STEPS, CapacityGate, _advice
from wellfit.workflow.gates.power import PowerGate
from wellfit.workflow.plan import Speed
from wellfit.workflow.prior_time import affordable
from wellfit.workflow.priors import fitting, recipes_of, try_priors


def test_it_says_what_was_tried_and_what_remedies_are_compared_with(finished, gate):
    evidence = gate("capacity")["evidence"]
    assert evidence["plain"] in evidence["tried"]
    assert 1 <= len(evidence["tried"]) <= 1 + MOST_STEPS
    assert gate("capacity")["passed"] == ("overfit" in evidence["tried"].values())
    assert evidence["verdict"] == finished.verdict.kind
    assert gate("capacity")["sentence"].endswith(f"Remedies are compared with {evidence['plain']}.")


def test_without_time_nothing_larger_is_tried(context):
    asked = context("line")
    BaselineGate().run(asked)
    PowerGate().run(asked)
    trained = asked.trainer.members
    asked.plan.reserve = 10 * asked.plan.budget
    answer = CapacityGate().run(asked)
    assert asked.trainer.members == trained
    assert list(answer.evidence["tried"]) == ["dense 64-64"]
    if asked.verdict.kind != "overfit":
        assert asked.plan.left_out == ["capacity: no time was left for it"]


def test_a_larger_network_is_four_times_as_wide(context):
    assert context("line").plain.network.scaled(GROWTH).description == "dense 256-256"


def test_one_seed_is_not_told_to_train_longer():
    assert _advice(1) == "Take at least 5 seeds (--seeds 5): one cannot show whether the validation loss turns."
    assert _advice(3).startswith("No network turned: train longer")


def towns(levels=150, repeats=18):
    """Which answer a row has, nine times in ten, is its town's; ones and zeros know a hundred towns only."""
    random = np.random.default_rng(4)
    town = random.permutation(levels * repeats) % levels
    answer = random.integers(0, 2, levels)[town] ^ (random.random(len(town)) < 0.1)
    return pl.DataFrame(
        {"town": [f"town {number}" for number in town], "size": random.normal(size=len(town)), "y": answer}
    )


@pytest.fixture(scope="module")
def towns_data():
    return wellfit.read(towns(), target="y", name="towns")


def before_capacity(context):
    context.plan.extent = replace(context.plan.extent, epochs=10)
    for gate in (BaselineGate(), PowerGate()):
        gate.run(context)
    return context


def test_vectors_for_many_towns_take_the_plain_networks_place(context, towns_data):
    asked = before_capacity(context(towns_data))
    asked.plain_verdict = replace(asked.verdict, kind="overfit")  # so that nothing larger is tried first
    answer = CapacityGate().run(asked)
    (stored,) = StudyRecord.open(asked.writer.folder).get("priors")
    assert stored["network"] == "categories 8, dense 64-64"
    assert stored["better"]
    assert stored["high"] < 0
    assert stored["found"] == "lowers the loss beyond noise"
    assert asked.plain.network.description == answer.evidence["plain"]
    assert answer.evidence["plain"].startswith("categories")
    assert asked.plain.name in asked.candidates
    assert asked.plain_verdict.recipe == asked.plain.name
    assert "By kind of data: categories 8, dense 64-64" in answer.sentence
    # They are judged on the rows on which the plain network is.
    assert asked.runs.best_rows(asked.plain.name).shape == (2, len(towns_data.rows("selection")))


def test_a_model_of_ones_own_has_no_rivals(context, towns_data):
    asked = context(towns_data)
    assert [prior.network.description for prior in fitting(asked)] == ["categories 8, dense 64-64"]
    asked.own = SimpleNamespace()
    assert fitting(asked) == ()
    assert try_priors(asked, "capacity") == ([], None)


def test_one_seed_compares_nothing_and_says_so(context, towns_data):
    asked = context(towns_data, seeds=1)
    assert try_priors(asked, "capacity") == ([], None)
    assert asked.plan.left_out == ["capacity: networks by kind of data, which one seed cannot tell apart"]


def test_what_there_is_no_time_for_is_left_out_and_said(context, towns_data):
    asked = before_capacity(context(towns_data))
    asked.plan.speed = Speed(seconds_a_unit=1e-10, seconds_a_program=1.0)
    trained, asked.plan.reserve = asked.trainer.members, asked.plan.left
    assert try_priors(asked, "capacity") == ([], None)
    assert asked.trainer.members == trained
    assert asked.plan.left_out[-1].startswith("capacity: categories 8, dense 64-64, which would take about ")
    assert asked.plan.left_out[-1].endswith(" s of the 0 s that were left for networks by kind of data")


def test_a_dear_network_is_timed_on_a_few_rows_which_nobody_counts(context, towns_data):
    asked = before_capacity(context(towns_data))
    asked.plan.speed = Speed(seconds_a_unit=1e-10, seconds_a_program=1.0)
    trained = asked.trainer.members
    dear = Prior(network=DenseNetwork(units=(3,)), reason="it is dear", rates=(0.001, 0.01), dear=True)
    found = affordable(asked, {dear: recipes_of(dear, asked.plain)}, "capacity")
    assert [recipe.name for recipe in found[dear].recipes] == ["dense 3", "dense 3, rate 0.01"]
    assert asked.trainer.members == trained
    asked.plan.speed = Speed(seconds_a_unit=1e-10, seconds_a_program=asked.plan.left)
    assert affordable(asked, {dear: recipes_of(dear, asked.plain)}, "capacity") == {}


def test_what_would_not_be_finished_is_not_begun(context):
    asked = context("line")
    BaselineGate().run(asked)
    PowerGate().run(asked)
    asked.plain_verdict, trained = replace(asked.verdict, kind="underfit"), asked.trainer.members
    asked.plan.speed = Speed(seconds_a_unit=1.0, seconds_a_program=0.0)
    CapacityGate()._climb(asked, {})
    assert asked.trainer.members == trained
    assert asked.plan.left_out == ["capacity: a network larger than dense 64-64"]
