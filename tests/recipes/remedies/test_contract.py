"""What every remedy promises."""

from dataclasses import FrozenInstanceError, asdict, fields, replace
from pathlib import Path

import numpy as np
import pytest

import wellfit.recipes.remedies as remedies
from wellfit.errors import OptionError
from wellfit.recipes.networks import DenseNetwork, EmbeddingNetwork
from wellfit.recipes.networks.layers import Layers
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization
from wellfit.recipes.remedies import (
    L1,
    L1L2,
    L2,
    STANDARD,
    BatchNormalization,
    Dropout,
    L2Dropout,
    Larger,
    LearningRate,
    Remedy,
    Smaller,
    WeightDecay,
)

# Each remedy with its label, and all that it changes in a recipe: section, field and value.
CHANGES = {
    L1(strength=0.5): ("l1 0.5", {"regularization": {"l1": 0.5}}),
    L2(strength=0.25): ("l2 0.25", {"regularization": {"l2": 0.25}}),
    L1L2(l1=0.5, l2=0.25): ("l1+l2 0.5 0.25", {"regularization": {"l1": 0.5, "l2": 0.25}}),
    Dropout(rate=0.125): ("dropout 0.125", {"regularization": {"dropout": 0.125}}),
    L2Dropout(l2=0.5, rate=0.25): ("l2+dropout 0.5 0.25", {"regularization": {"l2": 0.5, "dropout": 0.25}}),
    LearningRate(rate=0.25): ("learning rate 0.25", {"optimizer": {"learning_rate": 0.25}}),
    WeightDecay(decay=0.75): ("weight decay 0.75", {"optimizer": {"weight_decay": 0.75}}),
    BatchNormalization(): ("batch normalization", {"regularization": {"batch_normalization": True}}),
    Smaller(factor=0.5): ("smaller 0.5", {"network": {"units": (4, 2)}}),
    Larger(factor=3.0): ("larger 3", {"network": {"units": (24, 12)}}),
}
PLAIN = Recipe(name="plain", network=DenseNetwork(units=(8, 4)))
FULL = Recipe(
    name="tuned",
    network=DenseNetwork(units=(8, 4), activation="tanh"),
    optimizer=Optimizer(name="sgd", learning_rate=0.3, momentum=0.9, weight_decay=0.01),
    regularization=Regularization(l1=0.01, l2=0.02, dropout=0.03),
    batch_size=64,
)
ALL = list(dict.fromkeys([*CHANGES, *STANDARD]))
BLOCKS = {"dense": (3,)}


def label(remedy):
    return remedy.label


def test_every_remedy_is_tested():
    files = Path(remedies.__file__).parent.glob("*.py")
    assert {type(remedy) for remedy in CHANGES} == set(Remedy.__subclasses__())
    # `width` holds two; `base` and the list of all are no remedies.
    assert len(list(files)) - 2 == len(CHANGES) - 1
    # Which other rate to try is found out by its gate.
    assert {type(remedy) for remedy in STANDARD} == {type(remedy) for remedy in CHANGES} - {LearningRate}
    assert len({remedy.label for remedy in STANDARD}) == len(STANDARD)


@pytest.mark.parametrize("remedy", ALL, ids=label)
class TestContract:
    @pytest.mark.parametrize("recipe", [PLAIN, FULL], ids=["plain", "full"])
    def test_it_changes_nothing_but_what_it_is_for(self, remedy, recipe):
        touched = CHANGES[next(known for known in CHANGES if type(known) is type(remedy))][1]
        before, after = asdict(recipe), asdict(remedy.change(recipe))
        for section, values in before.items():
            if section in touched:
                values, changed = ({**part[section]} for part in (before, after))
                assert {name for name in values if values[name] != changed[name]} == set(touched[section])
            else:
                assert after[section] == values

    def test_it_is_pure_and_the_same_every_time(self, remedy):
        recipe = replace(PLAIN)
        assert remedy.apply(recipe) == remedy.apply(recipe)
        assert recipe == PLAIN

    def test_it_is_a_plain_frozen_value(self, remedy):
        assert remedy == replace(remedy)
        assert hash(remedy) == hash(replace(remedy))
        assert remedy.parameters == {field.name: getattr(remedy, field.name) for field in fields(remedy)}
        with pytest.raises(FrozenInstanceError):
            remedy.name = "another"

    def test_its_recipe_is_named_after_what_was_added(self, remedy):
        assert remedy.apply(PLAIN).name == remedy.label
        assert remedy.apply(FULL).name == f"tuned + {remedy.label}"
        assert remedy.label.startswith(remedy.name)
        assert remedy.change(PLAIN).name == "plain"

    def test_layers_of_unchanged_shape_start_where_those_of_the_plain_recipe_do(self, remedy):
        plain, changed = (starts(recipe) for recipe in (PLAIN, remedy.apply(PLAIN)))
        for name, value in plain.items():
            other = changed.get(name, value)  # batch normalization takes the place of the bias
            if other.shape == value.shape:
                np.testing.assert_array_equal(value, other)

    def test_it_also_works_on_a_network_for_texts(self, remedy):
        recipe = Recipe(name="plain", network=EmbeddingNetwork(words=12, size=4, units=(4,)))
        changed = remedy.apply(recipe)
        assert built(changed, {"sequence": (7,), "words": (10,)}).count_params() > 0


def built(recipe, shapes):
    layers = Layers(regularization=recipe.regularization, seed=1, head="probabilities")
    return recipe.network.build(shapes, 1, layers)


def starts(recipe):
    return {variable.path: np.asarray(variable.value) for variable in built(recipe, BLOCKS).trainable_variables}


@pytest.mark.parametrize("remedy", CHANGES, ids=label)
def test_its_label_and_values(remedy):
    words, changes = CHANGES[remedy]
    assert remedy.label == words
    after = asdict(remedy.apply(PLAIN))
    for section, values in changes.items():
        assert {name: after[section][name] for name in values} == values


def test_remedies_add_up():
    recipe = WeightDecay(decay=0.1).apply(Dropout(rate=0.5).apply(L2(strength=0.01).apply(PLAIN)))
    assert recipe.regularization == Regularization(l2=0.01, dropout=0.5)
    assert recipe.optimizer.weight_decay == 0.1
    assert recipe.name == "l2 0.01 + dropout 0.5 + weight decay 0.1"


@pytest.mark.parametrize(
    "kind, factor, message",
    [
        (Smaller, 1.0, "A smaller network has a factor between 0 and 1, received 1.0."),
        (Smaller, 0.0, "A smaller network has a factor between 0 and 1, received 0.0."),
        (Larger, 1.0, "A larger network has a factor above 1, received 1.0."),
    ],
)
def test_factors_that_say_the_opposite_are_refused(kind, factor, message):
    with pytest.raises(OptionError) as caught:
        kind(factor=factor)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "remedy", [L1(strength=-1), L2(strength=-1), L1L2(l1=-1, l2=0), Dropout(rate=2), L2Dropout(l2=0, rate=2)]
)
def test_strengths_that_make_no_sense_are_refused_when_applied(remedy):
    with pytest.raises(OptionError, match=r"must be at least 0"):
        remedy.apply(PLAIN)
