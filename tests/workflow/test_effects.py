import numpy as np
import pytest

from wellfit.data.read import read
from wellfit.diagnosis import Effect
from wellfit.engine.member import TrainedMember
from wellfit.engine.runs import Cost, Runs
from wellfit.engine.state import Weights
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies import L2, Dropout, Smaller
from wellfit.workflow.effects import EQUAL_SHARE, Comparison, compare

PLAIN = Recipe(name="plain", network=DenseNetwork(units=(8,)))
SEEDS, ROWS = 5, 200


def found(change, low, high):
    return Effect(change=change, low=low, high=high, p=0.5, seeds=5)


def comparison(effect, *, p_holm=0.5, simpler=False):
    remedy = Dropout(rate=0.5)
    return Comparison(
        recipe=remedy.apply(PLAIN),
        remedies=(remedy,),
        effect=effect,
        p_holm=p_holm,
        reference_loss=1.0,
        simpler=simpler,
    )


@pytest.mark.parametrize(
    "effect, p_holm, simpler, adopted, reason",
    [
        (
            (-0.1, -0.15, -0.05),
            0.01,
            False,
            True,
            "lowers the loss beyond noise, corrected for the number of comparisons",
        ),
        (
            (-0.1, -0.19, -0.01),
            0.2,
            False,
            False,
            "seems to help, but not beyond what so many comparisons bring by chance",
        ),
        (
            (0.1, 0.05, 0.15),
            0.01,
            True,
            False,
            "raises the loss beyond noise, corrected for the number of comparisons",
        ),
        (
            (0.1, 0.01, 0.19),
            0.2,
            False,
            False,
            "seems to hurt, but not beyond what so many comparisons bring by chance",
        ),
        ((0.0, -0.1, 0.1), 1.0, False, False, "cannot be told apart from the plain network"),
        ((0.001, -0.01, 0.012), 0.9, True, True, "simpler, and equal within 2% of the loss"),
        ((0.001, -0.01, 0.012), 0.9, False, False, "cannot be told apart from the plain network"),
        ((0.001, -0.03, 0.032), 0.9, True, False, "cannot be told apart from the plain network"),
    ],
)
def test_what_is_adopted_and_why(effect, p_holm, simpler, adopted, reason):
    compared = comparison(found(*effect), p_holm=p_holm, simpler=simpler)
    assert compared.adopted is adopted
    assert compared.reason == reason
    assert EQUAL_SHARE == 0.02


def test_as_plain_values():
    assert comparison(found(-0.1, -0.2, 0.0), p_holm=0.3).as_dict() == {
        "remedy": "dropout",
        "parameters": {"rate": 0.5},
        "recipe": "dropout 0.5",
        "folds": 1,
        "metric": "loss",
        "change": -0.1,
        "low": -0.2,
        "high": 0.0,
        "p": 0.5,
        "p_holm": 0.3,
        "seeds": 5,
        "adopted": False,
        "reference": "the plain network",
        "reason": "cannot be told apart from the plain network",
    }


def runs_of(losses_of):
    """Runs as training would leave them, with losses [seeds, rows] of one's own for each recipe."""
    data = read({"x": list(range(40)), "y": [0, 1] * 20}, target="y", task="binary")
    members = [
        TrainedMember(
            recipe=recipe, seed=seed, fold=0, control="none", result="trained", sentence="", epochs=3, best_epoch=2,
            best=Weights([], []), last=Weights([], []), best_rows=rows, last_rows=rows, parameters=size,
        )
        for recipe, size, losses in losses_of
        for seed, rows in enumerate(losses)
    ]  # fmt: skip
    from polars import DataFrame

    return Runs(data=data, members=tuple(members), curves=DataFrame(), cost=Cost())


def losses(shift, *, noise=0.01, seed=0):
    """One base of losses for all recipes, moved by `shift` and a little noise of one's own."""
    base = np.random.default_rng(9).uniform(0.3, 0.9, (SEEDS, ROWS))
    return base + shift + np.random.default_rng(seed).normal(0, noise, (SEEDS, ROWS))


def test_every_recipe_against_the_plain_one():
    remedies = {remedy.label: remedy for remedy in (L2(strength=0.001), Dropout(rate=0.5), Smaller())}
    better, worse, equal = (remedy.apply(PLAIN) for remedy in remedies.values())
    reference = runs_of([(PLAIN, 100, losses(0.0))])
    runs = runs_of(
        [(better, 100, losses(-0.1, seed=1)), (worse, 100, losses(0.2, seed=2)), (equal, 30, losses(0.0, seed=3))]
    )
    compared = {c.recipe.name: c for c in compare(reference, PLAIN, {name: [r] for name, r in remedies.items()}, runs)}
    assert compared["l2 0.001"].effect.change == pytest.approx(-0.1, abs=0.005)
    assert compared["dropout 0.5"].effect.change == pytest.approx(0.2, abs=0.005)
    assert [c.adopted for c in compared.values()] == [True, False, True]
    assert [c.simpler for c in compared.values()] == [False, False, True]
    assert compared["smaller 0.25"].reason == "simpler, and equal within 2% of the loss"


def test_p_is_corrected_for_the_number_of_comparisons():
    tried = {f"dropout {rate:g}": [Dropout(rate=rate)] for rate in (0.1, 0.2, 0.3, 0.4)}
    reference = runs_of([(PLAIN, 100, losses(0.0))])
    chance = [(remedy.apply(PLAIN), 100, losses(0.0, noise=0.3, seed=n)) for n, (remedy,) in enumerate(tried.values())]
    compared = compare(reference, PLAIN, tried, runs_of(chance))
    smallest = min(compared, key=lambda c: c.effect.p)
    assert smallest.p_holm == pytest.approx(min(1.0, 4 * smallest.effect.p))


def test_a_remedy_under_which_a_seed_failed_does_not_help():
    remedy = L2(strength=0.001)
    failed = losses(-0.3)
    failed[2] = np.nan
    runs = runs_of([(remedy.apply(PLAIN), 100, failed)])
    (compared,) = compare(runs_of([(PLAIN, 100, losses(0.0))]), PLAIN, {remedy.label: [remedy]}, runs)
    assert not compared.adopted
    assert (compared.effect.p, compared.effect.seeds) == (1.0, SEEDS - 1)
