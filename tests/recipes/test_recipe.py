"""A recipe is a plain value."""

from dataclasses import FrozenInstanceError

import pytest

from wellfit.errors import OptionError
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.recipe import Recipe

NETWORK = DenseNetwork(units=(8,))


def test_recipes_are_compared_by_value_and_cannot_change():
    first, second = (Recipe(name="a", network=DenseNetwork(units=(8,))) for _ in range(2))
    assert first == second
    assert hash(first) == hash(second)
    with pytest.raises(FrozenInstanceError):
        first.batch_size = 1


@pytest.mark.parametrize("name", ["", "  "])
def test_a_blank_name_is_refused(name):
    with pytest.raises(OptionError, match=r"^A recipe needs a name that is not blank: curves and effects are told"):
        Recipe(name=name, network=NETWORK)


def test_an_empty_batch_is_refused():
    with pytest.raises(OptionError, match=r"^The batch size must be at least 1, received 0\.$"):
        Recipe(name="a", network=NETWORK, batch_size=0)
