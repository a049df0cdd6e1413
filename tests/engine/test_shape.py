"""Which recipes share a program."""

import pytest

from wellfit.engine.shape import Shape, Uses, group_by_shape, uses
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization

PLAIN = Recipe(name="plain", network=DenseNetwork(units=(8,)))


def recipe(name, **changes):
    return Recipe(name=name, **{"network": PLAIN.network, **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"optimizer": Optimizer(learning_rate=0.1)},
        {"optimizer": Optimizer(weight_decay=0.1)},
        {"regularization": Regularization(l1=0.1, l2=0.2)},
    ],
)
def test_traced_values_are_not_part_of_the_shape(changes):
    assert Shape.of(recipe("other", **changes)) == Shape.of(PLAIN)


@pytest.mark.parametrize(
    "changes",
    [
        {"network": DenseNetwork(units=(9,))},
        {"network": DenseNetwork(units=(8,), activation="tanh")},
        {"optimizer": Optimizer(name="rmsprop")},
        {"optimizer": Optimizer(name="sgd", momentum=0.9)},
        {"regularization": Regularization(dropout=0.5)},
        {"regularization": Regularization(batch_normalization=True)},
        {"batch_size": 16},
    ],
)
def test_what_changes_the_program_is_part_of_the_shape(changes):
    assert Shape.of(recipe("other", **changes)) != Shape.of(PLAIN)


def test_two_dropout_rates_have_one_shape():
    weak, strong = (recipe("d", regularization=Regularization(dropout=rate)) for rate in (0.1, 0.5))
    assert Shape.of(weak) == Shape.of(strong)


def test_groups_keep_the_order_in_which_shapes_appear():
    wide = recipe("wide", network=DenseNetwork(units=(9,)))
    l2 = recipe("l2", regularization=Regularization(l2=0.1))
    groups = group_by_shape([wide, PLAIN, l2])
    assert [[member.name for member in group] for group in groups] == [["wide"], ["plain", "l2"]]


def test_a_term_is_computed_when_any_recipe_has_it():
    l2 = recipe("l2", regularization=Regularization(l2=0.1))
    decay = recipe("decay", optimizer=Optimizer(weight_decay=0.1))
    assert uses([PLAIN]) == Uses(l1=False, l2=False, weight_decay=False)
    assert uses([PLAIN, l2, decay]) == Uses(l1=False, l2=True, weight_decay=True)
