"""Networks by kind of data: which are trained, at which rate, and when one takes the plain network's place."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np

import wellfit
from wellfit.diagnosis import Effect
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.networks.priors import Prior
from wellfit.workflow.priors import Tried, best_rate, recipes_of, winner

PRIOR = Prior(network=DenseNetwork(units=(3,)), reason="it is small", rates=(0.001, 0.01))
PLAIN = wellfit.Recipe(name="plain", network=DenseNetwork(units=(8,)), batch_size=64)


def test_a_recipe_for_each_rate_differs_from_the_plain_one_in_nothing_else():
    first, second = recipes_of(PRIOR, PLAIN)
    assert (first.name, second.name) == ("dense 3", "dense 3, rate 0.01")
    assert replace(second, name=first.name, optimizer=first.optimizer) == first
    assert replace(first, name="plain", network=PLAIN.network) == PLAIN


class Curves:
    """Runs of which only the validation losses matter: recipe → [members, epochs], and the members' folds."""

    def __init__(self, losses, folds):
        self.losses, self.folds = losses, folds
        self.recipes = [recipe for recipe in recipes_of(PRIOR, PLAIN) if recipe.name in losses]

    def measure(self, recipe, column):
        assert column == "validation_loss"
        return np.array(self.losses[recipe])

    def of(self, recipe):
        return [SimpleNamespace(fold=fold) for fold in self.folds]


def test_the_rate_is_the_one_with_the_lowest_validation_loss():
    first, second = recipes_of(PRIOR, PLAIN)
    losses = {first.name: [[0.5, 0.3, 0.9], [0.5, 0.4, np.nan]], second.name: [[0.2, 0.9, 1.0], [0.45, 0.6, 0.7]]}
    assert best_rate(Curves(losses, [0, 0]), [first, second]) == second
    losses[second.name][1] = [np.nan] * 3  # which diverged
    assert best_rate(Curves(losses, [0, 0]), [first, second]) == first


def test_every_second_fold_has_no_part_in_the_rate():
    first, second = recipes_of(PRIOR, PLAIN)
    losses = {first.name: [[0.5], [0.0]], second.name: [[0.4], [9.0]]}
    assert best_rate(Curves(losses, [0, 1]), [first, second]) == second


def test_rates_that_the_clock_cut_off_are_no_candidates():
    first, second = recipes_of(PRIOR, PLAIN)
    assert best_rate(Curves({first.name: [[0.5]]}, [0]), [first, second]) == first
    assert best_rate(Curves({}, [0]), [first, second]) is None


def tried(name, change, low, high, p, parameters=10):
    recipe = replace(PLAIN, name=name, network=DenseNetwork(units=(parameters,)))
    effect = Effect(change=change, low=low, high=high, p=p, seeds=3)
    return Tried(prior=PRIOR, recipe=recipe, effect=effect, p_holm=p, parameters=parameters)


def rows(**losses):
    random = np.random.default_rng(0)
    noise = random.normal(0, 0.01, (3, 200))
    table = {name.replace("_", " "): loss + noise for name, loss in losses.items()}
    return SimpleNamespace(best_rows=lambda name: table[name], row_folds=None)


def test_only_what_is_better_beyond_noise_and_after_correction_wins():
    noise, chance = tried("noise", -0.1, -0.3, 0.1, 0.2), tried("chance", -0.1, -0.2, -0.01, 0.06)
    assert winner([noise, chance], rows(noise=0.1, chance=0.1)) is None
    sure = tried("sure", -0.1, -0.2, -0.05, 0.001)
    assert winner([noise, sure, chance], rows(sure=0.2, noise=0.1, chance=0.1)) == sure.recipe


def test_of_those_that_win_the_better_one_then_the_simpler_one():
    large, small = tried("large", -0.2, -0.3, -0.1, 0.001, 500), tried("small", -0.2, -0.3, -0.1, 0.001, 5)
    assert winner([large, small], rows(large=0.2, small=0.5)) == large.recipe
    assert winner([large, small], rows(large=0.2, small=0.2)) == small.recipe


def test_what_is_said_of_them():
    said = [one.found for one in (tried("a", -0.2, -0.3, -0.1, 0.001), tried("a", 0.2, 0.1, 0.3, 0.001))]
    assert said == ["lowers the loss beyond noise", "raises the loss beyond noise"]
    assert tried("a", 0.2, -0.1, 0.3, 0.3).said == "a changes the loss by +0.2 (-0.1 to +0.3) and cannot be told apart"
    failed = tried("a", float("inf"), -float("inf"), float("inf"), 1.0)
    assert failed.said == "a did not train with every seed"
    assert failed.as_dict()["change"] is None
