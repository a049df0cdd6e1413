"""Which networks fit which blocks."""

import pytest

from wellfit.recipes.networks import CategoryNetwork, starting_network
from wellfit.recipes.networks.priors import Facts, priors


def test_a_table_with_many_levels_gets_vectors_for_them():
    (prior,) = priors({"dense": (8,), "categories": (2,)}, Facts(levels=70))
    assert prior.network == CategoryNetwork(levels=70)
    assert prior.rates[0] == 1e-3
    assert not prior.dear


def test_numbers_alone_have_the_dense_network():
    assert priors({"dense": (8,)}, Facts()) == ()


CASES = {"table": {"dense": (8,), "categories": (2,)}}


@pytest.mark.parametrize("shapes", CASES.values(), ids=CASES)
def test_each_can_be_built_says_why_and_is_not_the_starting_one(shapes):
    found = priors(shapes, Facts(levels=70))
    assert found
    assert len({prior.network.description for prior in found}) == len(found)
    for prior in found:
        assert prior.network.inputs(shapes)
        assert prior.network != starting_network(shapes)
        assert len(set(prior.rates)) == len(prior.rates) >= 1
        assert prior.reason == prior.reason.strip().removesuffix(".")
