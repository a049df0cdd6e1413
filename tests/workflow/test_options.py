import math

import pytest

from wellfit.errors import OptionError
from wellfit.workflow.options import Options


@pytest.mark.parametrize("seeds", [0, -3])
def test_at_least_one_seed(seeds):
    with pytest.raises(OptionError) as error:
        Options(seeds=seeds)
    assert str(error.value) == (
        f"A study needs at least 1 seed, received {seeds} seeds. Take 5 to tell effects from chance, fewer to look."
    )


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_seed_is_one_that_every_library_takes(seed):
    with pytest.raises(OptionError, match=rf"^A seed is a whole number from 0 to 4294967295, received {seed}\.$"):
        Options(seed=seed)


@pytest.mark.parametrize("budget", [0.0, -1.0, math.nan])
def test_a_budget_is_above_zero(budget):
    with pytest.raises(OptionError) as error:
        Options(budget=budget)
    assert str(error.value) == f"A budget is a time above 0 seconds, received {budget}."


def test_members_of_two_studies_share_no_seed():
    assert Options(seeds=3).member_seeds == [0, 1, 2]
    assert not set(Options(seeds=1000).member_seeds) & set(Options(seeds=1000, seed=1).member_seeds)
