from wellfit.recipes.networks import DenseNetwork
from wellfit.transfer import heads


def test_the_simplest_come_first_and_names_differ():
    found = heads()
    assert len({recipe.name for recipe in found}) == len(found)
    assert found[0].network == DenseNetwork(units=(), penalised_output=True)
