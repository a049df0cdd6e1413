"""Heat maps of networks of which is known where they look."""

import numpy as np
import pytest

from wellfit.backend import keras
from wellfit.engine.heat import heat_maps

SIZE = 12


def nested_network():
    """A backbone within a model, of which class 1 likes what is bright and class 0 does not."""
    image = keras.Input((SIZE, SIZE, 3))
    x = keras.layers.Conv2D(4, 3, padding="same", activation="relu", name="seen")(image)
    backbone = keras.Model(image, keras.layers.GlobalMaxPooling2D()(keras.layers.MaxPooling2D(2)(x)))
    whole = keras.Input((SIZE, SIZE, 3), name="image")
    features = backbone(keras.layers.Rescaling(1 / 255)(whole))
    model = keras.Model(whole, keras.layers.Dense(2, "softmax", name="answer")(features))
    backbone.get_layer("seen").set_weights([np.full((3, 3, 3, 4), 0.1), np.zeros(4)])
    model.get_layer("answer").set_weights([np.tile([-10.0, 10.0], (4, 1)), np.zeros(2)])
    return model


def one_sided():
    """A network that sees one corner only: all else is cut away before anything is learned from it."""
    image = keras.Input((SIZE, SIZE, 3), name="image")
    mask = np.zeros((1, SIZE, SIZE, 1), np.float32)
    mask[:, :6, :6] = 1
    x = keras.layers.Rescaling(1 / 255)(image) * mask
    x = keras.layers.Conv2D(4, 3, padding="same", activation="relu", use_bias=False, name="seen")(x)
    x = keras.layers.GlobalAveragePooling2D()(x)
    model = keras.Model(image, keras.layers.Dense(1, activation="sigmoid", name="answer")(x))
    model.get_layer("seen").set_weights([np.full((3, 3, 3, 4), 0.1)])
    model.get_layer("answer").set_weights([np.full((4, 1), 100.0), np.zeros(1)])
    return model


def test_it_looks_at_the_corner_that_decides():
    images = np.zeros((2, SIZE, SIZE, 3), np.uint8)
    images[0, 1:4, 1:4] = 255
    images[1, 8:11, 8:11] = 255
    found = heat_maps(one_sided(), images, np.array([1, 1]))
    assert found.layer == "seen"
    assert found.values.shape == (2, SIZE, SIZE)
    assert np.unravel_index(found.values[0].argmax(), (SIZE, SIZE)) == (2, 2)
    assert found.values[0, 6:].max() == 0
    assert found.values[1].max() == 0  # the network does not see that corner at all


def test_a_class_that_the_map_speaks_against_stays_cold():
    images = np.full((1, SIZE, SIZE, 3), 200, np.uint8)
    assert heat_maps(one_sided(), images, np.array([0])).values.max() == 0


def test_a_sure_network_still_has_a_gradient():
    """The probability is 1.0 in float32: its own slope is nothing, that of the logit is not."""
    model, images = one_sided(), np.full((1, SIZE, SIZE, 3), 255, np.uint8)
    assert float(model(images.astype(np.float32))[0, 0]) == 1.0
    assert heat_maps(model, images, np.array([1])).values.max() == pytest.approx(1)


def test_models_within_models_are_seen_through():
    images = np.zeros((2, SIZE, SIZE, 3), np.uint8)
    images[:, 8:11, 2:5] = 255
    found = heat_maps(nested_network(), images, np.array([0, 1]))
    assert found.layer == "seen"  # within the nested model, before the pooling
    assert found.values[0].max() == 0
    assert np.unravel_index(found.values[1].argmax(), (SIZE, SIZE)) == (9, 3)
    assert found.values[1].max() == pytest.approx(1)


def test_the_formula_by_plain_differentiation():
    """Against Grad-CAM written out with two models and finite differences."""
    keras.utils.set_random_seed(5)
    image = keras.Input((8, 6, 3))
    seen = keras.layers.Conv2D(5, 3, activation="relu", name="seen")(image)
    answer = keras.layers.Dense(3)(keras.layers.Flatten()(keras.layers.Conv2D(4, 2, name="later")(seen)))
    model = keras.Model(image, keras.layers.Softmax()(answer))
    later, logits = model.get_layer("later"), keras.Model(image, answer)
    images = np.random.default_rng(2).random((3, 8, 6, 3)).astype(np.float32)
    maps = keras.Model(image, later.output).predict(images, verbose=0)
    kernel = logits.layers[-1].get_weights()[0].reshape(*maps.shape[1:], 3)
    asked = np.array([2, 0, 1])
    weights = kernel[..., asked].mean(axis=(0, 1)).T  # the rest is linear: its slopes are its kernel
    by_hand = np.maximum(np.einsum("rhwk,rk->rhw", maps, weights), 0)
    by_hand /= np.maximum(by_hand.max(axis=(1, 2), keepdims=True), 1e-12)
    found = heat_maps(model, images, asked, batch_size=2)
    assert found.layer == "later"
    np.testing.assert_allclose(found.values, by_hand, atol=1e-5)


def test_the_model_is_left_as_it_was():
    model, images = one_sided(), np.full((1, SIZE, SIZE, 3), 9, np.uint8)
    before = model.predict(images, verbose=0)
    heat_maps(model, images, np.array([1]))
    assert not [layer.name for layer in model._flatten_layers() if "call" in vars(layer)]
    np.testing.assert_array_equal(model.predict(images, verbose=0), before)
    assert keras.models.clone_model(model).layers[-1].activation is keras.activations.sigmoid


def test_a_network_without_a_map_has_none():
    dense = keras.Sequential([keras.Input((4, 4, 1)), keras.layers.Flatten(), keras.layers.Dense(2, "softmax")])
    assert heat_maps(dense, np.zeros((1, 4, 4, 1), np.uint8), np.array([0])) is None


def test_no_image_has_no_map():
    found = heat_maps(one_sided(), np.zeros((0, SIZE, SIZE, 3), np.uint8), np.zeros(0, int))
    assert found.values.shape == (0, SIZE, SIZE)
