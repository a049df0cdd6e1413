"""Which recipes share a program."""

import pytest

from wellfit.engine.shape import Shape, Uses, group_by_shape, uses
from wellfit.recipes.augmentation import Augmentation
from wellfit.recipes.examples import Examples
from wellfit.recipes.limits import Limits
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.noise import Noise
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization
from wellfit.recipes.schedule import Schedule
from wellfit.recipes.steps import Steps
from wellfit.recipes.training import Training

PLAIN = Recipe(name="plain", network=DenseNetwork(units=(8,)))


def recipe(name, **changes):
    return Recipe(name=name, **{"network": PLAIN.network, **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"optimizer": Optimizer(learning_rate=0.1)},
        {"optimizer": Optimizer(weight_decay=0.1)},
        {"regularization": Regularization(l1=0.1, l2=0.2)},
        {"regularization": Regularization(limits=Limits(bias_l1=0.1, bias_l2=0.1, max_norm=1.0))},
        {"training": Training(examples=Examples(label_smoothing=0.1, class_weights=1.0))},
        {"training": Training(steps=Steps(clip_norm=1.0, average=0.9))},
        {"training": Training(schedule=Schedule(kind="cosine", epochs=3, warm_up=1))},
        {"training": Training(schedule=Schedule(kind="plateau", epochs=3, factor=0.5))},
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
        {"regularization": Regularization(layer_normalization=True)},
        {"regularization": Regularization(limits=Limits(activity_l1=0.1))},
        {"regularization": Regularization(noise=Noise(gaussian=0.1))},
        {"training": Training(examples=Examples(mixup=0.2))},
        {"training": Training(examples=Examples(cutmix=0.2))},
        {"training": Training(augmentation=Augmentation(flip=0.5))},
        {"batch_size": 16},
    ],
)
def test_what_changes_the_program_is_part_of_the_shape(changes):
    assert Shape.of(recipe("other", **changes)) != Shape.of(PLAIN)


def test_two_dropout_rates_have_one_shape():
    weak, strong = (recipe("d", regularization=Regularization(dropout=rate)) for rate in (0.1, 0.5))
    assert Shape.of(weak) == Shape.of(strong)


def test_two_penalties_of_outputs_have_one_shape():
    one, other = (
        recipe("a", regularization=Regularization(limits=Limits(**{name: 0.1})))
        for name in ("activity_l1", "activity_l2")
    )
    assert Shape.of(one) == Shape.of(other)


def test_groups_keep_the_order_in_which_shapes_appear():
    wide = recipe("wide", network=DenseNetwork(units=(9,)))
    l2 = recipe("l2", regularization=Regularization(l2=0.1))
    groups = group_by_shape([wide, PLAIN, l2])
    assert [[member.name for member in group] for group in groups] == [["wide"], ["plain", "l2"]]


def test_a_term_is_computed_when_any_recipe_has_it():
    l2 = recipe("l2", regularization=Regularization(l2=0.1))
    decay = recipe("decay", optimizer=Optimizer(weight_decay=0.1))
    assert uses([PLAIN]) == Uses()
    assert uses([PLAIN, l2, decay]) == Uses(l2=True, weight_decay=True)
    softer = recipe("softer", training=Training(examples=Examples(label_smoothing=0.1), steps=Steps(average=0.9)))
    falling = recipe("falling", training=Training(schedule=Schedule(kind="plateau", epochs=1, factor=0.5)))
    assert uses([PLAIN, softer, falling]) == Uses(smoothing=True, average=True, plateau=True)
