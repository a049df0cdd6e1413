"""What the study keeps of its last training."""

import base64
import zlib
from dataclasses import replace

import numpy as np

from wellfit.backend import keras
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.recipe import Recipe
from wellfit.workflow.trained import training

RECIPE = Recipe(name="plain", network=DenseNetwork(units=(3,)), batch_size=16)


def roles(found):
    return np.frombuffer(zlib.decompress(base64.b64decode(found["parts"])), np.uint8)


def test_each_row_has_its_role(data):
    shop = data("shop")
    splits = shop.splits
    found = training(shop, np.union1d(splits.train, splits.validation), RECIPE)
    assert not found["left_out"]
    assert found["batch_size"] == 16
    assert (found["beyond"], found["callbacks"]) == ([], [])
    assert found["origin"]["sources"] == ()
    for number, rows in enumerate((splits.train, splits.validation, splits.selection, splits.test)):
        assert np.flatnonzero(roles(found) == number).tolist() == rows.tolist()


def test_rows_that_were_left_out_are_told_apart(data):
    shop = data("shop")
    found = training(shop, np.append(shop.splits.train[:50], shop.splits.validation[:3]), RECIPE)
    assert found["left_out"]
    assert np.flatnonzero(roles(found) == 0).tolist() == shop.splits.train[:50].tolist()
    assert np.flatnonzero(roles(found) == 4).tolist() == shop.splits.train[50:].tolist()
    assert np.flatnonzero(roles(found) == 5).tolist() == shop.splits.validation[3:].tolist()


def test_callbacks_are_called_by_their_names(data):
    shop = data("shop")
    callbacks = [keras.callbacks.TerminateOnNaN(), keras.callbacks.EarlyStopping()]
    found = training(shop, shop.splits.train, RECIPE, callbacks)
    assert found["callbacks"] == ["TerminateOnNaN", "EarlyStopping"]


def test_rows_that_came_encoded_have_nothing_to_tell(data):
    assert training(replace(data("shop"), origin=None), data("shop").splits.train, RECIPE) is None
