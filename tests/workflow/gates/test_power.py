from dataclasses import replace

import numpy as np

from wellfit.diagnosis import Effect
from wellfit.engine.fit_many import fit_many
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.recipe import Recipe
from wellfit.record import StudyRecord
from wellfit.workflow.gates.power import first_advice, first_found, knowing_controls


def test_where_there_is_signal_the_network_finds_it_and_the_controls_do_not(gate):
    stored = gate("power")
    evidence = stored["evidence"]
    assert stored["passed"]
    assert evidence["network"]["value"] < evidence["constant_loss"]
    assert evidence["network_minus_constant"]["high"] < 0
    assert evidence["permuted_labels"]["value"] > evidence["network"]["value"]
    # Blank inputs teach what is most frequent: the constant's loss, and nothing better.
    assert abs(evidence["zeroed_inputs"]["value"] - evidence["constant_loss"]) < 0.05
    assert evidence["one_batch"]["value"] < 0.5 * evidence["constant_loss"]
    assert "beats the best baseline" in stored["sentence"] or "finds signal" in stored["sentence"]


def test_the_controls_are_members_of_the_study(finished):
    members = StudyRecord.open(finished.folder).members.filter(gate="power")
    counts = dict(members.group_by("control").len().iter_rows())
    # Two seeds in each of eight folds, controls in every second one.
    assert counts == {"none": 16, "permuted_labels": 8, "zeroed_inputs": 8, "one_batch": 8}


def test_labels_drawn_by_lot_are_no_signal(hopeless):
    (stored,) = [gate for gate in hopeless.summary["gates"] if gate["name"] == "power"]
    assert not stored["passed"]
    assert stored["sentence"] == (
        "The first network does not beat the constant prediction on held-out rows beyond noise."
    )
    assert stored["advice"].startswith("Check the target and the features")
    assert hopeless.verdict.kind == "no_signal"


def test_a_control_that_beats_the_constant_is_named(data):
    recipe = Recipe(name="plain", network=DenseNetwork(units=(2,)))
    runs = fit_many(recipe, data("line"), seeds=2, epochs=1, controls={"permuted_labels": 2, "zeroed_inputs": 2})
    generator = np.random.default_rng(0)
    constant = generator.uniform(0.5, 1.5, len(data("line").rows("selection")))
    gains = {"none": 0.5, "permuted_labels": 0.2, "zeroed_inputs": 0.0}
    members = tuple(
        replace(each, best_rows=constant - gains[each.control] + generator.normal(0, 0.05, len(constant)))
        for each in runs.members
    )
    assert knowing_controls(replace(runs, members=members), "plain", constant) == ["permuted_labels"]


def test_one_seed_says_nothing_of_the_network():
    unknown = Effect(change=-0.1, low=-np.inf, high=np.inf, p=1.0, seeds=1)
    assert first_found(unknown, unknown, "linear") == (
        "With 1 seed to judge by, nothing can be said of the first network beyond noise."
    )
    assert first_advice(unknown, unknown) == "Take at least 5 seeds (--seeds 5)."
