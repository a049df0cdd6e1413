"""What every remedy promises."""

from dataclasses import FrozenInstanceError, asdict, fields, replace
from pathlib import Path

import numpy as np
import pytest

import wellfit.recipes.remedies as remedies
from wellfit.errors import ModelError, OptionError
from wellfit.recipes.augmentation import Augmentation
from wellfit.recipes.examples import Examples
from wellfit.recipes.limits import Limits
from wellfit.recipes.networks import ConvolutionalNetwork, DenseNetwork, EmbeddingNetwork
from wellfit.recipes.networks.layers import Layers
from wellfit.recipes.noise import Noise
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization
from wellfit.recipes.remedies import (
    L1,
    L1L2,
    L2,
    ActivityPenalty,
    Augment,
    Averaging,
    BatchNormalization,
    BiasPenalty,
    ClassWeights,
    CosineDecay,
    CutMix,
    Deeper,
    Dropout,
    EarlyStopping,
    FewerFeatures,
    GaussianDropout,
    GaussianNoise,
    GradientClipping,
    L2Dropout,
    LabelSmoothing,
    Larger,
    LargerBatch,
    LayerNormalization,
    LearningRate,
    MaxNorm,
    Mixup,
    PlateauDecay,
    Remedy,
    Shallower,
    Smaller,
    SpatialDropout,
    StepDecay,
    WarmUp,
    WeightDecay,
)
from wellfit.recipes.schedule import Schedule
from wellfit.recipes.steps import Steps
from wellfit.recipes.training import Training


def limits(**changed):
    return asdict(Limits(**changed))


def noise(**changed):
    return asdict(Noise(**changed))


def training(**sections):
    """The section of training with these values changed."""
    plain = asdict(Training())
    return {"training": {name: plain[name] | values for name, values in sections.items()}}


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
    EarlyStopping(): ("early stopping", {}),
    FewerFeatures(share=0.25): ("fewer features 0.25", {"features": 0.25}),
    Larger(factor=3.0): ("larger 3", {"network": {"units": (24, 12)}}),
    Shallower(layers=1): ("shallower 1", {"network": {"units": (8,)}}),
    Deeper(layers=2): ("deeper 2", {"network": {"units": (8, 4, 4, 4)}}),
    LayerNormalization(): ("layer normalization", {"regularization": {"layer_normalization": True}}),
    BiasPenalty(l2=0.5): ("bias penalty l2 0.5", {"regularization": {"limits": limits(bias_l2=0.5)}}),
    ActivityPenalty(l1=0.5, l2=0.25): (
        "activity penalty l1 0.5 l2 0.25",
        {"regularization": {"limits": limits(activity_l1=0.5, activity_l2=0.25)}},
    ),
    MaxNorm(limit=2.0): ("max-norm 2", {"regularization": {"limits": limits(max_norm=2.0)}}),
    GaussianNoise(deviation=0.5): ("gaussian noise 0.5", {"regularization": {"noise": noise(gaussian=0.5)}}),
    GaussianDropout(rate=0.5): ("gaussian dropout 0.5", {"regularization": {"noise": noise(gaussian_dropout=0.5)}}),
    LabelSmoothing(share=0.25): ("label smoothing 0.25", training(examples={"label_smoothing": 0.25})),
    Mixup(alpha=0.25): ("mixup 0.25", training(examples={"mixup": 0.25})),
    CutMix(alpha=0.25): ("cutmix 0.25", training(examples={"cutmix": 0.25})),
    Augment(strength=0.5): (
        "augment 0.5",
        training(
            augmentation={
                "flip": 0.5,
                "rotation": 7.5,
                "zoom": 0.1,
                "shift": 0.05,
                "brightness": 0.05,
                "contrast": 0.1,
                "colour": 0.1,
            }
        ),
    ),
    ClassWeights(power=0.5): ("class weights 0.5", training(examples={"class_weights": 0.5})),
    GradientClipping(norm=0.5): ("gradient clipping 0.5", training(steps={"clip_norm": 0.5})),
    Averaging(momentum=0.5): ("averaging 0.5", training(steps={"average": 0.5})),
    CosineDecay(epochs=20): ("cosine decay 20", training(schedule={"kind": "cosine", "epochs": 20})),
    StepDecay(epochs=5, factor=0.5): (
        "step decay 5 0.5",
        training(schedule={"kind": "step", "epochs": 5, "factor": 0.5}),
    ),
    PlateauDecay(patience=3, factor=0.5): (
        "plateau decay 3 0.5",
        training(schedule={"kind": "plateau", "epochs": 3, "factor": 0.5}),
    ),
    WarmUp(epochs=2): ("warm-up 2", training(schedule={"warm_up": 2})),
    LargerBatch(factor=4): ("larger batch 4", {"batch_size": 128}),
    SpatialDropout(rate=0.5): ("spatial dropout 0.5", {"regularization": {"noise": noise(spatial_dropout=0.5)}}),
}
PLAIN = Recipe(name="plain", network=DenseNetwork(units=(8, 4)))
PICTURES = Recipe(name="plain", network=ConvolutionalNetwork(filters=(3,), units=(4,)))
FULL = Recipe(
    name="tuned",
    network=DenseNetwork(units=(8, 4), activation="tanh"),
    optimizer=Optimizer(name="sgd", learning_rate=0.3, momentum=0.9, weight_decay=0.01),
    regularization=Regularization(l1=0.01, l2=0.02, dropout=0.03),
    batch_size=64,
)
ALL = list(CHANGES)
BLOCKS = {"dense": (3,)}


def label(remedy):
    return remedy.label


def test_every_remedy_is_tested():
    files = Path(remedies.__file__).parent.glob("*.py")
    assert {type(remedy) for remedy in CHANGES} == set(Remedy.__subclasses__())
    # `width` and `depth` hold two; `base` and the list of all are no remedies.
    assert len(list(files)) - 2 == len(CHANGES) - 2


@pytest.mark.parametrize("remedy", ALL, ids=label)
class TestContract:
    @pytest.mark.parametrize("recipe", [PLAIN, FULL], ids=["plain", "full"])
    def test_it_changes_nothing_but_what_it_is_for(self, remedy, recipe):
        touched = CHANGES[next(known for known in CHANGES if type(known) is type(remedy))][1]
        before, after = asdict(recipe), asdict(remedy.change(recipe))
        for section, values in before.items():
            if section in ("batch_size", "features") and section in touched:
                assert after[section] == touched[section] * values / getattr(PLAIN, section)
            elif section in touched:
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
        first = PICTURES if isinstance(remedy, SpatialDropout) else PLAIN
        plain, changed = (starts(recipe) for recipe in (first, remedy.apply(first)))
        deep = isinstance(remedy, Deeper | Shallower)  # after which the last layer is at another place
        for name, value in plain.items():
            if deep and name.startswith("output"):
                continue
            other = changed.get(name, value)  # batch normalization takes the place of the bias
            if other.shape == value.shape:
                np.testing.assert_array_equal(value, other)

    def test_it_also_works_on_a_network_for_texts(self, remedy):
        recipe = Recipe(name="plain", network=EmbeddingNetwork(words=12, size=4, units=(4, 4)))
        changed = remedy.apply(recipe)
        assert built(changed, {"sequence": (7,), "words": (10,)}).count_params() > 0


def built(recipe, shapes):
    layers = Layers(regularization=recipe.regularization, seed=1, head="probabilities")
    return recipe.network.build(shapes, 1, layers)


def starts(recipe):
    blocks = {"array": (5, 5, 1)} if recipe.network == PICTURES.network else BLOCKS
    return {variable.path: np.asarray(variable.value) for variable in built(recipe, blocks).trainable_variables}


@pytest.mark.parametrize("remedy", CHANGES, ids=label)
def test_its_label_and_values(remedy):
    words, changes = CHANGES[remedy]
    assert remedy.label == words
    after = asdict(remedy.apply(PLAIN))
    for section, values in changes.items():
        if section in ("batch_size", "features"):
            assert after[section] == values
            continue
        assert {name: after[section][name] for name in values} == values


def test_what_mixes_rows_takes_the_place_of_what_mixed_them_before():
    assert CutMix(alpha=1.0).apply(Mixup(alpha=0.2).apply(PLAIN)).training.examples == Examples(cutmix=1.0)
    assert Mixup(alpha=0.2).apply(CutMix(alpha=1.0).apply(PLAIN)).training.examples == Examples(mixup=0.2)


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
    "make, message",
    [
        (lambda: Deeper(layers=0), "In a deeper network 1 hidden layer or more is added, received 0."),
        (lambda: Shallower(layers=-1), "In a shallower network 1 hidden layer or more is left out, received -1."),
        (lambda: MaxNorm(limit=0), "The greatest length of weights must be above 0, received 0."),
        (
            lambda: BiasPenalty(),
            "The penalties of biases are at least 0 and one is above 0, received l1=0.0 and l2=0.0.",
        ),
        (
            lambda: ActivityPenalty(l1=-1, l2=2),
            "The penalties of outputs are at least 0 and one is above 0, received l1=-1 and l2=2.",
        ),
        (
            lambda: GaussianNoise(deviation=1.5).apply(PLAIN),
            "The deviation of Gaussian noise must be at least 0 and at most 1, received 1.5.",
        ),
        (
            lambda: GaussianDropout(rate=1).apply(PLAIN),
            "The rate of gaussian dropout must be at least 0 and below 1, received 1.",
        ),
        (
            lambda: SpatialDropout(rate=-0.1).apply(PLAIN),
            "The rate of spatial dropout must be at least 0 and below 1, received -0.1.",
        ),
        (
            lambda: FewerFeatures(share=1),
            "The share of columns that is read must be above 0 and below 1, received 1.",
        ),
        (
            lambda: replace(PLAIN, features=0),
            "The share of columns that is read must be above 0 and at most 1, received 0.",
        ),
        (lambda: LabelSmoothing(share=1), "The share that is smoothed must be above 0 and below 1, received 1."),
        (lambda: Mixup(alpha=0), "The parameter of mixup must be above 0, received 0."),
        (lambda: ClassWeights(power=2), "The power of class weights must be above 0 and at most 1, received 2."),
        (lambda: GradientClipping(norm=0), "The greatest length of gradients must be above 0, received 0."),
        (lambda: Averaging(momentum=1), "The momentum must be above 0 and below 1, received 1."),
        (lambda: CosineDecay(epochs=0), "A schedule takes epochs above 0, received 0."),
        (lambda: WarmUp(epochs=-1), "A schedule takes epochs above 0, received -1."),
        (lambda: StepDecay(epochs=1, factor=2), "The rate falls by a factor between 0 and 1, received 2."),
        (
            lambda: PlateauDecay(patience=1.5).apply(PLAIN),
            "A plateau lasts a whole number of epochs, received 1.5.",
        ),
        (lambda: LargerBatch(factor=1), "A larger batch has a whole factor from 2 on, received 1."),
        (
            lambda: Schedule(kind="wave"),
            "There is no schedule 'wave'; expected one of constant, cosine, step, plateau.",
        ),
        (
            lambda: Schedule(kind="step", epochs=1, factor=0.5, warm_up=1),
            "A warm-up goes with a constant rate or a cosine, received one with 'step'.",
        ),
        (lambda: Schedule(kind="cosine"), "A schedule 'cosine' needs epochs above 0, received 0.0."),
        (lambda: Schedule(warm_up=-1), "A warm-up takes 0 epochs or more, received -1."),
        (lambda: Examples(label_smoothing=1), "Label smoothing must be at least 0 and below 1, received 1."),
        (lambda: CutMix(alpha=0), "The parameter of cutmix must be above 0, received 0."),
        (lambda: Augment(strength=0), "The strength of an augmentation must be above 0, received 0."),
        (lambda: Examples(cutmix=-1), "The parameter of cutmix must be at least 0, received -1."),
        (
            lambda: Examples(mixup=0.1, cutmix=0.1),
            "Rows are mixed by mixup or by cutmix, received both; leave one out.",
        ),
        (lambda: Augmentation(zoom=1), "The zoom of an augmentation must be from 0 to 0.9, received 1."),
        (
            lambda: Augment(strength=100).apply(PLAIN),
            "The rotation of an augmentation must be from 0 to 180, received 1500.0.",
        ),
        (lambda: Examples(mixup=-1), "The parameter of mixup must be at least 0, received -1."),
        (lambda: Examples(class_weights=2), "The power of class weights must be from 0 to 1, received 2."),
        (lambda: Steps(clip_norm=-1), "The greatest length of gradients must be at least 0, received -1."),
        (lambda: Steps(average=1), "The momentum of averaged weights must be at least 0 and below 1, received 1."),
        (lambda: Limits(max_norm=-1.0), "The max-norm must be at least 0, received -1.0."),
        (lambda: Limits(bias_l1=-1.0), "The bias L1 penalty must be at least 0, received -1.0."),
        (
            lambda: Regularization(batch_normalization=True, layer_normalization=True),
            "Hidden layers are normalized over the batch or over their units, received both; leave one out.",
        ),
    ],
)
def test_values_out_of_range_are_refused(make, message):
    with pytest.raises(OptionError) as caught:
        make()
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "remedy, network, message",
    [
        (SpatialDropout(rate=0.5), PLAIN.network, "it has no layer of pictures or sequences"),
        (Shallower(), DenseNetwork(units=(8,)), "of its 1 dense hidden layers none would be left"),
        (Deeper(), DenseNetwork(units=()), "it has no dense hidden layer that could be repeated or left out"),
    ],
)
def test_a_network_that_does_not_take_it_says_why(remedy, network, message):
    with pytest.raises(ModelError, match=message):
        built(remedy.apply(replace(PLAIN, network=network)), BLOCKS)


@pytest.mark.parametrize(
    "remedy", [L1(strength=-1), L2(strength=-1), L1L2(l1=-1, l2=0), Dropout(rate=2), L2Dropout(l2=0, rate=2)]
)
def test_strengths_that_make_no_sense_are_refused_when_applied(remedy):
    with pytest.raises(OptionError, match=r"must be at least 0"):
        remedy.apply(PLAIN)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "strong", None], ids=str)
@pytest.mark.parametrize("remedy", [remedy for remedy in ALL if remedy.parameters], ids=label)
def test_strengths_that_are_no_finite_numbers_are_refused_at_once(remedy, value):
    for name in remedy.parameters:
        with pytest.raises(OptionError) as caught:
            replace(remedy, **{name: value})
        assert str(caught.value) == f"The strengths of {remedy.name} are finite numbers, received {name}={value!r}."
