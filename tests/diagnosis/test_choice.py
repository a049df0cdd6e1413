import numpy as np
import pytest

from wellfit.diagnosis import choose

SIZES = {"small": 10, "middle": 100, "large": 1000}


def losses(truth, **means):
    """Row losses with these expectations; recipes share the difficulty of a row."""
    generator = np.random.default_rng(truth)
    row = generator.normal(0, 0.3, 300)
    return {name: mean + row + generator.normal(0, 0.1, (5, 300)) for name, mean in means.items()}


def test_the_simplest_of_those_that_cannot_be_told_apart():
    found = choose(losses(0, small=0.401, middle=0.4, large=0.4), SIZES)
    assert found.name == "small"
    assert found.tied == ("small", "middle", "large")


def test_a_clearly_better_one_is_worth_its_size():
    found = choose(losses(0, small=0.6, middle=0.4, large=0.401), SIZES)
    assert found.name == "middle"
    assert found.tied == ("middle", "large")


def test_one_that_failed_in_a_seed_is_passed_over():
    rows = losses(0, small=0.3, middle=0.4)
    rows["small"][2, 7] = np.nan
    assert choose(rows, SIZES).name == "middle"


def test_when_all_failed_somewhere_the_seeds_they_share_decide():
    rows = losses(0, small=0.6, middle=0.3)
    rows["small"][0, 0] = rows["middle"][1, 0] = np.nan
    assert choose(rows, SIZES).name == "middle"


def test_among_many_equals_a_simple_one_is_rarely_lost():
    names = {f"recipe {i}": 0.4 for i in range(10)}
    sizes = {name: i for i, name in enumerate(names)}
    kept = np.mean([choose(losses(truth, **names), sizes).name == "recipe 0" for truth in range(200)])
    assert kept > 0.95


@pytest.mark.parametrize("rows", [{}, {"small": np.full((2, 3), np.nan)}])
def test_nothing_to_choose_from(rows):
    with pytest.raises(ValueError, match="recipe with finite losses"):
        choose(rows, SIZES)
