"""A saved network becomes lines that build the same network: the same predictions with the same weights."""

import json
import zipfile

import numpy as np
import pytest

from wellfit.backend import keras
from wellfit.code.network import input_names, network_lines
from wellfit.code.section import function
from wellfit.errors import StudyError
from wellfit.recipes.networks import ConvolutionalNetwork, DenseNetwork, EmbeddingNetwork
from wellfit.recipes.networks.layers import Layers
from wellfit.recipes.regularization import Regularization

ALL = Regularization(l1=0.01, l2=0.02, dropout=0.25, batch_normalization=True)
SHAPES = {
    "dense": {"dense": (3,)},
    "both": {"dense": (3,), "words": (5,)},
    "texts": {"words": (5,), "sequence": (4,), "dense": (2,)},
    "images": {"array": (8, 8)},
}
NETWORKS = {
    "dense": (DenseNetwork(units=(6, 5)), "dense", ALL),
    "words and columns": (DenseNetwork(units=(4,)), "both", Regularization(dropout=0.5)),
    "embedding": (EmbeddingNetwork(words=7, size=4, units=(3,)), "texts", Regularization(l2=0.1)),
    "convolution": (ConvolutionalNetwork(filters=(4,), units=(5,)), "images", ALL),
}


def of_recipe(name):
    network, shapes, regularization = NETWORKS[name]
    layers = Layers(regularization=regularization, seed=0, head="probabilities")
    return network.build(SHAPES[shapes], 3, layers)


def branches():
    """Two inputs through one shared layer, a sum, and a way around."""
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="return")
    shared = keras.layers.Dense(4, activation="tanh")
    x, y = shared(a), shared(b)
    z = keras.layers.Add()([x, y])
    around = keras.layers.Concatenate(axis=-1)([z, a, keras.layers.Dense(2)(y)])
    return keras.Model([a, b], keras.layers.Activation("sigmoid")(keras.layers.Dense(1)(around)))


def in_sequence():
    return keras.Sequential(
        [keras.Input((6,)), keras.layers.Dense(4), keras.layers.Activation("relu"), keras.layers.Dense(1)]
    )


def nested():
    """A functional model of one's own, called twice, with a Sequential one in it that is called twice as well."""
    start, other = keras.Input((3,), name="dense"), keras.Input((3,), name="words")
    pair = keras.Sequential([keras.layers.Dense(4, activation="relu"), keras.layers.Dense(3)], name="dense_1")
    a, b = keras.Input((3,), name="dense"), keras.Input((3,), name="b")
    inner = keras.Model([a, b], keras.layers.Concatenate()([pair(a), pair(b), keras.layers.Dense(2)(a)]))
    y = keras.layers.Add()([inner([start, other]), inner([other, start])])
    return keras.Model([start, other], keras.layers.Dense(1)(y))


def passed_through():
    """What an inner model gives back as it is, and what a dictionary of inputs is called by."""
    start = keras.Input((3,), name="dense")
    same = keras.Input((3,), name="same")
    halves = {"one": keras.Input((3,), name="one"), "two": keras.Input((3,), name="two")}
    difference = keras.Model(halves, keras.layers.Subtract()([halves["two"], halves["one"]]))
    given = keras.Model(same, same)(start)
    return keras.Model(start, difference({"one": keras.layers.Dense(3)(given), "two": given}))


def parts():
    """Some of the columns, as a model of one's own gets them, and other ways to take a part."""
    start = keras.Input((6,), name="dense")
    some = keras.layers.Dense(3)(start[:, :4])
    return keras.Model(start, keras.layers.Concatenate()([some, start[..., 1::2], start[:, -1][:, None]]))


MODELS = {**{name: (lambda name=name: of_recipe(name)) for name in NETWORKS}, "branches": branches, "seq": in_sequence}
MODELS |= {"nested": nested, "passed through": passed_through, "parts": parts}


def saved(model, tmp_path):
    model.save(tmp_path / "model.keras")
    with zipfile.ZipFile(tmp_path / "model.keras") as archive:
        return json.loads(archive.read("config.json"))


@pytest.mark.parametrize("name", MODELS)
def test_the_lines_build_the_same_network(name, tmp_path):
    model = MODELS[name]()
    config = saved(model, tmp_path)
    names = {"keras": keras}
    exec(function("build()", "The network.", *network_lines(config)), names)
    again = names["build"]()
    again.set_weights(model.get_weights())
    random = np.random.default_rng(0)
    rows = [
        random.integers(0, 7, (5, *tensor.shape[1:]))
        if tensor.dtype == "int32"
        else random.normal(size=(5, *tensor.shape[1:]))
        for tensor in model.inputs
    ]
    rows = rows if len(rows) > 1 else rows[0]
    np.testing.assert_allclose(again(rows), model(rows), rtol=1e-6)
    assert len(again.losses) == len(model.losses)
    assert len(input_names(config)) == len(model.inputs)


def test_it_is_written_as_people_write_it(tmp_path):
    assert network_lines(saved(of_recipe("words and columns"), tmp_path)) == [
        "dense_input = keras.Input((3,))",
        "words_input = keras.Input((5,))",
        "x = keras.layers.Concatenate()([dense_input, words_input])",
        'x = keras.layers.Dense(4, activation="relu")(x)',
        "x = keras.layers.Dropout(0.5)(x)",
        'x = keras.layers.Dense(3, activation="softmax")(x)',
        "return keras.Model([dense_input, words_input], x)",
    ]


def test_parts_are_taken_with_brackets(tmp_path):
    assert "x = dense_input[:, :4]" in network_lines(saved(parts(), tmp_path))


def test_the_inputs_have_their_names(tmp_path):
    assert input_names(saved(of_recipe("words and columns"), tmp_path)) == ["dense", "words"]


def test_a_model_with_code_of_its_own_is_refused():
    with pytest.raises(StudyError, match="is a Mine, a class with code of its own, which is not in its file"):
        network_lines({"class_name": "Mine", "config": {}})


def test_an_inner_model_with_several_outputs_is_refused(tmp_path):
    a = keras.Input((3,))
    inner = keras.Model(a, [keras.layers.Dense(1)(a), keras.layers.Dense(1)(a)], name="two")
    model = keras.Model(a, keras.layers.Add()(inner(a)))
    with pytest.raises(StudyError, match=r"the model 'two' within it, with 2 outputs; expected were inner models with"):
        network_lines(saved(model, tmp_path))


HOSTILE = "x'); raise SystemExit #"


def test_a_name_in_the_file_cannot_become_code(tmp_path):
    config = json.dumps(saved(of_recipe("words and columns"), tmp_path))
    for name in ("dense", "words", "hidden_1", "all_inputs", "output"):
        config = config.replace(f'"{name}"', json.dumps(f"{name}{HOSTILE}"))
    assert HOSTILE not in "".join(network_lines(json.loads(config)))
    with pytest.raises(StudyError, match="cannot name"):
        network_lines(json.loads(config.replace('"Dropout"', json.dumps(HOSTILE))))
