from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies import L2
from wellfit.record import StudyRecord
from wellfit.workflow import remedied
from wellfit.workflow.gates.regularize import RegularizeGate
from wellfit.workflow.remedied import _advice, _choose, _sentence, _size


def test_every_remedy_that_was_tried_has_an_effect(finished, gate):
    effects = finished.summary["effects"]
    alone = [effect["recipe"] for effect in effects[1:] if " + " not in effect["remedy"]]
    prefix = "" if finished.verdict.recipe == "plain" else f"{finished.verdict.recipe} + "
    assert sorted(alone) == sorted(prefix + label for label in gate("regularize")["evidence"]["tried"])
    assert {"l2 0.001", "dropout 0.5", "label smoothing 0.1", "averaging 0.99"} <= set(
        gate("regularize")["evidence"]["tried"]
    )
    for effect in effects:
        assert effect["low"] <= effect["change"] <= effect["high"]
        assert effect["p"] <= effect["p_holm"] <= 1
        assert effect["metric"] == "loss"
        assert (effect["seeds"], effect["folds"]) == (2, 8)
        assert effect["reason"]


def test_early_stopping_is_the_best_epoch_against_the_last(finished):
    early = finished.summary["effects"][0]
    assert (early["remedy"], early["parameters"]) == ("early stopping", {})
    assert early["reference"].startswith("the plain network after ")
    assert early["change"] <= 0


def test_an_adopted_remedy_helps_beyond_noise_or_is_a_simpler_equal(finished):
    for effect in finished.summary["effects"]:
        if effect["adopted"] and not effect["reason"].startswith("simpler"):
            assert effect["high"] < 0
            assert effect["p_holm"] < 0.05


def test_the_correction_and_the_number_of_comparisons_are_said(finished, gate):
    evidence = gate("regularize")["evidence"]
    assert evidence["comparisons"] == len(finished.summary["effects"])
    assert "Holm" in evidence["correction"]
    assert evidence["chosen"] in evidence["cannot_be_told_apart_from_the_best"]


def test_one_recipe_is_chosen_and_it_is_the_one_trained_last(finished, gate):
    chosen = [recipe["name"] for recipe in finished.summary["recipes"] if recipe["chosen"]]
    assert chosen == [gate("regularize")["evidence"]["chosen"]] == [finished.summary["best"]["recipe"]]
    assert finished.summary["verdict_chosen"]["recipe"] == chosen[0]


def test_every_remedy_has_the_seeds_of_the_plain_network(finished):
    members = StudyRecord.open(finished.folder).members.filter(control="none")
    pairs = members.filter(gate="regularize").group_by("recipe").agg(pl.struct("fold", "seed").alias("pair"))
    wanted = {(fold, seed) for fold in range(8) for seed in range(2)}
    assert all({(pair["fold"], pair["seed"]) for pair in each} == wanted for each in pairs["pair"])


def test_what_is_chosen_though_nothing_helps_is_said():
    begin = "None of 11 remedies lowers the selection loss beyond noise; "
    assert _sentence([], 11, "plain", plain="plain", images=False) == f"{begin}plain is kept."
    assert _sentence([], 11, "smaller 0.25", plain="plain", images=False) == (
        f"{begin}smaller 0.25 is chosen, the simplest of those that cannot be told apart from the best."
    )
    assert _sentence([], 11, "dropout 0.5", plain="plain", images=True) == (
        f"{begin}dropout 0.5 is chosen, of the lowest loss among those of its size that cannot be told apart from the "
        "best."
    )


def test_one_seed_chooses_nothing(context):
    asked = context("line", seeds=1)
    assert _choose(asked, None, []) == (asked.plain, ["plain"])


def test_a_remedy_makes_a_network_of_a_table_larger_but_not_one_of_images():
    one, two = (Recipe(name=name, network=DenseNetwork(units=(2,))) for name in ("a", "a + b"))
    assert 10 < _size(one, 10, images=False) < _size(two, 10, images=False) < 11
    assert _size(one, 10, images=True) == _size(two, 10, images=True) == 10


@pytest.mark.parametrize(("block", "chosen"), [("image", "augmented"), ("dense", "plain")])
def test_between_recipes_that_tie_the_lowest_loss_decides_for_images_alone(block, chosen):
    noise = np.random.default_rng(0).normal(0, 0.3, (2, 3, 50))
    plain, other = (Recipe(name=name, network=DenseNetwork(units=(2,))) for name in ("plain", "augmented"))
    losses = {"plain": 0.5 + noise[0], "augmented": 0.48 + noise[1] - noise[1].mean() + noise[0].mean()}

    class Judged:
        recipes, row_folds = (other,), None
        best_rows = staticmethod(losses.get)

        def of(self, name):
            return [SimpleNamespace(parameters=10)]

    asked = SimpleNamespace(
        plain=plain, seeds=[0, 1, 2], runs=Judged(), data=SimpleNamespace(shapes={block: (4, 4, 3)})
    )
    compared = [SimpleNamespace(recipe=other, helps=False)]
    found, tied = _choose(asked, Judged(), compared)
    assert found.name == chosen
    assert set(tied) == {"plain", "augmented"}


def test_one_seed_is_not_taken_for_a_finding():
    assert _advice([], 1) == "One seed cannot tell an effect from chance: take at least 5 (--seeds 5)."
    assert _advice([], 2).startswith("Nothing helps beyond noise")
    assert _advice(["l2 0.001"], 1) == ""


def test_without_time_it_says_so(context):
    asked = context("line")
    asked.plan.reserve = 10 * asked.plan.budget
    answer = RegularizeGate().run(asked)
    assert not answer.passed
    assert (answer.sentence, answer.advice) == ("There was no time to try remedies.", "Give a larger budget.")
    assert asked.plan.left_out == ["regularize: no time was left for it"]


def test_remedies_that_the_clock_cut_short_are_not_compared(context, monkeypatch):
    """At 10 epochs they would seem to harm a network that had 130."""
    asked = context("line", seeds=2)
    asked.plain_runs = asked.trainer.train("power", [asked.plain], asked.search, seeds=asked.seeds, epochs=3, share=1.0)
    asked.candidates[asked.plain.name] = ("power", asked.plain_runs)
    monkeypatch.setattr(remedied, "applicable", lambda _context: ([L2(strength=0.01)], []))
    monkeypatch.setattr(asked.plan, "deadline", lambda _share: 0.0)
    answer = RegularizeGate().run(asked)
    assert (answer.passed, answer.sentence) == (False, "There was no time to try remedies.")
    assert asked.effects == ()
    assert "its time was up" in asked.plan.left_out[-1]
