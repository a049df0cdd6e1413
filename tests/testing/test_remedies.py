"""The certificate for what a recipe can have beyond the table: each set is trained side by side in one program."""

from dataclasses import replace

import pytest

from wellfit.backend import keras
from wellfit.engine.fit_many import fit_many
from wellfit.engine.plans.plan import Plan
from wellfit.recipes.augmentation import Augmentation
from wellfit.recipes.examples import Examples
from wellfit.recipes.limits import Limits
from wellfit.recipes.networks import ConvolutionalNetwork, DenseNetwork, EmbeddingNetwork
from wellfit.recipes.networks.own.recipe import own_recipe
from wellfit.recipes.noise import Noise
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization
from wellfit.recipes.schedule import Schedule
from wellfit.recipes.steps import Steps
from wellfit.recipes.training import Training
from wellfit.testing import assert_equivalent

L = keras.layers
DENSE = DenseNetwork(units=(6, 5))
PICTURES = ConvolutionalNetwork(filters=(3,), units=(5,))
COLOURS = ConvolutionalNetwork(filters=(3,), units=(5,))
TEXTS = EmbeddingNetwork(words=26, size=4, units=(5,))
# A network, its data, and the recipes of one program.
SETS = {
    "biases and lengths": (
        DENSE,
        "binary",
        (
            Regularization(limits=Limits(bias_l1=0.01, bias_l2=0.1)),
            Regularization(limits=Limits(max_norm=0.7)),
            Regularization(),
        ),
    ),
    "lengths of filters": (
        PICTURES,
        "pictures",
        (Regularization(limits=Limits(max_norm=0.4)), Regularization(l2=0.01)),
    ),
    "outputs": (
        DENSE,
        "regression",
        (
            Regularization(limits=Limits(activity_l1=0.01, activity_l2=0.02)),
            Regularization(l1=0.003, limits=Limits(activity_l2=0.05)),
        ),
    ),
    "noise": (
        DENSE,
        "multiclass",
        (
            Regularization(noise=Noise(gaussian=0.2, gaussian_dropout=0.3)),
            Regularization(noise=Noise(gaussian=0.4, gaussian_dropout=0.1)),
        ),
    ),
    "units": (DENSE, "binary", (Regularization(layer_normalization=True),)),
    "channels of pictures": (
        PICTURES,
        "pictures",
        (Regularization(noise=Noise(spatial_dropout=0.3)), Regularization(noise=Noise(spatial_dropout=0.6))),
    ),
    "channels of texts": (
        TEXTS,
        "texts",
        (Regularization(noise=Noise(spatial_dropout=0.3)), Regularization(noise=Noise(spatial_dropout=0.6))),
    ),
}


def of_ones_own():
    """Two hidden layers, one of which is penalised already."""
    layers = [L.Dense(6, activation="relu", kernel_regularizer="l2"), L.Dense(5, activation="tanh")]
    return keras.Sequential([keras.Input((3,)), *layers, L.Dense(1, activation="sigmoid")])


RECIPE = Recipe(name="plain", network=DENSE, optimizer=Optimizer(learning_rate=0.005), batch_size=16)


# A network, its data, and what its recipes change in training.
TRAININGS = {
    "all that shares a program": (
        "binary",
        (
            Training(),
            Training(examples=Examples(label_smoothing=0.2)),
            Training(examples=Examples(class_weights=1.0)),
            Training(steps=Steps(clip_norm=0.1)),
            Training(steps=Steps(average=0.7)),
            Training(schedule=Schedule(kind="cosine", epochs=2)),
            Training(schedule=Schedule(kind="cosine", epochs=1.5, warm_up=1)),
            Training(schedule=Schedule(warm_up=2)),
            Training(schedule=Schedule(kind="step", epochs=1, factor=0.3)),
            Training(schedule=Schedule(kind="plateau", epochs=1, factor=0.1)),
        ),
    ),
    "answers of classes": (
        "multiclass",
        (
            Training(examples=Examples(label_smoothing=0.2)),
            Training(examples=Examples(class_weights=0.5, label_smoothing=0.1)),
        ),
    ),
    "mixed numbers": ("regression", (Training(examples=Examples(mixup=0.4)),)),
    "mixed classes": (
        "multiclass",
        (Training(examples=Examples(mixup=0.2)), Training(examples=Examples(mixup=1.0, label_smoothing=0.1))),
    ),
    "mixed words": ("words", (Training(examples=Examples(mixup=0.4)),)),
    "changed pictures": (
        "photographs",
        (
            Training(augmentation=Augmentation(flip=0.5, rotation=180, zoom=0.5, shift=0.5, erasing=0.5)),
            Training(augmentation=Augmentation(brightness=0.3, contrast=0.5, colour=0.9)),
        ),
    ),
    "cut pictures": (
        "photographs",
        (Training(examples=Examples(cutmix=1.0)), Training(examples=Examples(cutmix=0.3, label_smoothing=0.1))),
    ),
}


@pytest.mark.quick("mixed numbers")
@pytest.mark.parametrize("name", TRAININGS)
def test_what_acts_in_training_acts_as_in_plain_keras(name, dataset, session):
    data, values = TRAININGS[name]
    fast = replace(RECIPE, optimizer=Optimizer(learning_rate=0.02))
    if data == "photographs":
        fast = replace(fast, network=COLOURS, optimizer=Optimizer(learning_rate=0.005))
    recipes = [replace(fast, name=f"{name} {number}", training=value) for number, value in enumerate(values)]
    programs = session.programs
    certificate = assert_equivalent(recipes, dataset(data), epochs=3, plans=[Plan(layout="together")], session=session)
    assert certificate.members == 2 * len(recipes)
    assert session.programs == programs + 1


def test_what_acts_in_training_alone_is_not_in_the_model(dataset, session):
    """The exported model is that of the plain recipe: the same layers, and an optimizer that knows of nothing."""
    _, values = TRAININGS["all that shares a program"]
    recipes = [replace(RECIPE, name=f"{number}", training=value) for number, value in enumerate(values)]
    runs = fit_many(recipes, dataset("binary"), seeds=1, epochs=3, session=session, plan=Plan(layout="together"))
    plain, *others = [runs.model(recipe.name, 0) for recipe in recipes]
    for model in others:
        assert model.get_config()["layers"] == plain.get_config()["layers"]
        ours, theirs = (one.optimizer.get_config() | {"name": ""} for one in (model, plain))
        assert ours == theirs
        assert model.get_compile_config()["loss"] == plain.get_compile_config()["loss"]


@pytest.mark.quick("biases and lengths")
@pytest.mark.parametrize("name", SETS)
def test_members_train_as_in_plain_keras(name, dataset, session):
    network, data, values = SETS[name]
    recipes = [
        replace(RECIPE, name=f"{name} {number}", network=network, regularization=value)
        for number, value in enumerate(values)
    ]
    programs = session.programs
    certificate = assert_equivalent(recipes, dataset(data), epochs=2, plans=[Plan(layout="together")], session=session)
    assert certificate.members == 2 * len(recipes)
    assert session.programs == programs + 1  # whatever their strengths are


def test_a_part_of_the_columns_trains_as_in_plain_keras(dataset, session):
    recipes = [replace(RECIPE, name=f"share {share}", features=share) for share in (0.34, 0.67)]
    certificate = assert_equivalent(recipes, dataset("binary"), plans=[Plan(layout="together")], session=session)
    assert certificate.members == 4


@pytest.mark.slow
def test_a_model_of_ones_own_with_all_of_it(dataset, session):
    plain = own_recipe(of_ones_own(), dataset("binary"), batch_size=16).recipe
    deep = plain.network.deepened(1)
    recipes = [
        replace(
            plain,
            name=f"strength {strength}",
            network=deep,
            regularization=Regularization(
                l1=strength / 10,
                layer_normalization=True,
                limits=Limits(bias_l2=strength, activity_l2=strength, max_norm=1.0),
                noise=Noise(gaussian=strength, gaussian_dropout=strength),
            ),
        )
        for strength in (0.05, 0.1)
    ]
    certificate = assert_equivalent(recipes, dataset("binary"), plans=[Plan(layout="together")], session=session)
    assert certificate.members == 4
