"""What every network promises."""

import json
import os
import subprocess
import sys
from dataclasses import FrozenInstanceError, asdict, replace

import jax
import numpy as np
import pytest

from wellfit.backend import keras
from wellfit.errors import ModelError
from wellfit.recipes.limits import Limits
from wellfit.recipes.networks import (
    CategoryNetwork,
    Convolution1DNetwork,
    ConvolutionalNetwork,
    DenseNetwork,
    EmbeddingNetwork,
    Network,
    PooledConvolutionalNetwork,
    RecurrentNetwork,
)
from wellfit.recipes.networks.layers import Layers
from wellfit.recipes.noise import Noise
from wellfit.recipes.regularization import RATES, Regularization

ROWS = 6
TABLE = {"dense": (3,)}
EVERYTHING = {"dense": (3,), "words": (10,), "sequence": (7,), "array": (2, 4)}
TEXTS = {"words": (10,), "sequence": (7,)}
SERIES = {"window": (6, 3)}
# A network, what it is given, and which blocks it takes.
CASES = {
    "table": (DenseNetwork(units=(8, 4)), TABLE, ("dense",)),
    "linear": (DenseNetwork(units=()), TABLE, ("dense",)),
    "words": (DenseNetwork(units=(8,)), TEXTS, ("words",)),
    "array": (DenseNetwork(units=(8,)), {"array": (2, 4)}, ("array",)),
    "everything": (DenseNetwork(units=(8,), activation="tanh"), EVERYTHING, ("dense", "words", "array")),
    "word pairs": (DenseNetwork(units=(8,), pairs=True), TEXTS | {"pairs": (9,)}, ("words", "pairs")),
    "sequence": (EmbeddingNetwork(words=12, size=4, units=(5,)), TEXTS, ("sequence",)),
    "sequence and table": (EmbeddingNetwork(words=12, size=4, units=()), EVERYTHING, ("sequence", "dense")),
    "categories": (CategoryNetwork(levels=12, size=4, units=(5,)), {"categories": (2,)}, ("categories",)),
    "categories and table": (
        CategoryNetwork(levels=12, size=4, units=(5,)),
        {"dense": (3,), "categories": (2,), "array": (2, 4)},
        ("categories", "dense", "array"),
    ),
    "window, flattened": (DenseNetwork(units=(8,)), SERIES, ("window",)),
    "gru": (RecurrentNetwork(cells=(4,), units=(5,)), SERIES, ("window",)),
    "lstm and table": (RecurrentNetwork(cells=(4, 6), cell="lstm"), SERIES | TABLE, ("window", "dense")),
    "simple over words": (RecurrentNetwork(cells=(4,), cell="simple", words=12, size=3), TEXTS, ("sequence",)),
    "steps and table": (
        Convolution1DNetwork(filters=(4, 6), units=(5,), kernel=3),
        SERIES | TABLE,
        ("window", "dense"),
    ),
    "steps of words": (Convolution1DNetwork(filters=(4,), units=(), words=12, size=3), TEXTS, ("sequence",)),
    "images": (ConvolutionalNetwork(filters=(4, 6), units=(8,)), {"array": (12, 11, 3)}, ("array",)),
    "raw pixels": (ConvolutionalNetwork(filters=(4,), units=(8,)), {"image": (6, 7, 3)}, ("image",)),
    "pooled images": (PooledConvolutionalNetwork(filters=(4, 6, 5), stride=2), {"image": (6, 5, 3)}, ("image",)),
    "pooled grey images and table": (
        PooledConvolutionalNetwork(filters=(4,)),
        {"array": (7, 8), "dense": (3,)},
        ("array", "dense"),
    ),
    "grey images and table": (
        ConvolutionalNetwork(filters=(4,), units=(), kernel=2, pool=3),
        {"array": (7, 8), "dense": (3,)},
        ("array", "dense"),
    ),
}
ALL = Regularization(
    l1=0.01,
    l2=0.02,
    dropout=0.5,
    batch_normalization=True,
    limits=Limits(bias_l2=0.01, activity_l1=0.1, max_norm=2.0),
    noise=Noise(gaussian=0.1, gaussian_dropout=0.2),
)


def everything(network):
    """All of it that the network takes: some normalize of their own accord."""
    return replace(ALL, batch_normalization=not isinstance(network, PooledConvolutionalNetwork))


RELOAD = """
import json, sys
import numpy as np
import keras
for model, inputs, out in json.loads(sys.argv[1]):
    given = np.load(inputs)
    x = [given[name] for name in given.files]
    np.save(out, np.asarray(keras.saving.load_model(model)(x if len(x) > 1 else x[0])))
assert "wellfit" not in sys.modules
"""


def build(network, shapes, *, seed=3, outputs=1, regularization=None, **layers):
    makers = {"regularization": regularization or Regularization(), "seed": seed, "head": "probabilities", **layers}
    return network.build(shapes, outputs, Layers(**makers))


def parameters(network, shapes):
    """How many there are: in a trace, so that no start is drawn, which is compiled anew for each shape."""
    found = []
    jax.eval_shape(lambda: found.append(build(network, shapes).count_params()))
    return found[0]


def rows_for(network, shapes):
    """Made-up rows for each block that a network takes, in the order of its inputs."""
    random = np.random.default_rng(5)
    return {
        name: random.integers(0, 12, (ROWS, *shapes[name])).astype(np.int32)
        if name in ("sequence", "categories")
        else random.normal(size=(ROWS, *shapes[name])).astype(np.float32)
        for name in network.inputs(shapes)
    }


def predict(model, rows):
    x = list(rows.values())
    return np.asarray(model(x if len(x) > 1 else x[0]))  # `predict` would compile each model


def values(model):
    return [np.asarray(variable.value) for variable in model.variables]


def widths(network):
    """Of the layers that grow with the network, and that there can be more of."""
    return network.filters if isinstance(network, PooledConvolutionalNetwork) else network.units


def test_every_network_is_tested():
    # Other tests have networks of their own, and models that users bring are tested in `own`.
    ours = {network for network in Network.__subclasses__() if network.__module__.startswith("wellfit.recipes.")}
    brought = {network for network in ours if network.__module__.startswith("wellfit.recipes.networks.own.")}
    assert {type(network) for network, _, _ in CASES.values()} == ours - brought


@pytest.mark.parametrize("network, shapes, inputs", CASES.values(), ids=CASES)
class TestContract:
    def test_it_takes_its_blocks_in_the_order_of_its_inputs(self, network, shapes, inputs):
        assert network.inputs(shapes) == inputs
        model = build(network, shapes)
        assert [(given.name, given.shape[1:]) for given in model.inputs] == [(name, shapes[name]) for name in inputs]

    @pytest.mark.parametrize("outputs", [1, 3])
    def test_heads(self, network, shapes, inputs, outputs):
        rows = rows_for(network, shapes)
        probabilities, logits, numbers = (
            predict(build(network, shapes, outputs=outputs, head=head), rows)
            for head in ("probabilities", "logits", "number")
        )
        squash = keras.ops.sigmoid if outputs == 1 else keras.ops.softmax
        assert probabilities.shape == (ROWS, outputs)
        np.testing.assert_allclose(probabilities, squash(logits), rtol=1e-5, atol=1e-7)
        np.testing.assert_array_equal(numbers, logits)

    def test_it_starts_from_its_seed_alone(self, network, shapes, inputs):
        first, again, other = (values(build(network, shapes, seed=seed)) for seed in (3, 3, 4))
        for one, same in zip(first, again, strict=True):
            np.testing.assert_array_equal(one, same)
        assert any((one != another).any() for one, another in zip(first, other, strict=True))

    def test_the_seed_may_be_as_large_as_those_of_folds(self, network, shapes, inputs):
        first, other = (values(build(network, shapes, seed=seed, members=True)) for seed in (3 << 48, 5 << 48))
        assert any((one != another).any() for one, another in zip(first, other, strict=True))

    def test_regularization_does_not_move_the_start_of_kernels(self, network, shapes, inputs):
        plain, full = (
            {variable.path: np.asarray(variable.value) for variable in model.trainable_variables}
            for model in (build(network, shapes), build(network, shapes, regularization=everything(network)))
        )
        kernels = [path for path in plain if "kernel" in path or "embeddings" in path]
        for path in kernels:
            np.testing.assert_array_equal(plain[path], full[path])

    def test_the_engine_trains_the_same_variables(self, network, shapes, inputs):
        """Its version has the same trainable variables, and beside the fixed ones only the strengths."""
        stock, ours = (
            build(network, shapes, regularization=everything(network), members=members) for members in (False, True)
        )
        for one, other in zip(stock.trainable_variables, ours.trainable_variables, strict=True):
            np.testing.assert_array_equal(one.value, other.value)
        fixed = [variable for variable in ours.non_trainable_variables if variable.name not in RATES]
        for one, other in zip(stock.non_trainable_variables, fixed, strict=True):
            np.testing.assert_array_equal(one.value, other.value)

    def test_it_is_a_plain_frozen_value(self, network, shapes, inputs):
        assert replace(network) == network
        assert hash(replace(network)) == hash(network)
        assert json.loads(json.dumps(asdict(network)))
        with pytest.raises(FrozenInstanceError):
            network.units = (1,)

    def test_scaled(self, network, shapes, inputs):
        double, tiny = network.scaled(2.0), network.scaled(0.01)
        assert widths(double) == tuple(2 * width for width in widths(network))
        assert widths(tiny) == (1,) * len(widths(network))
        assert double.scaled(0.5) == network
        assert parameters(double, shapes) >= parameters(network, shapes)

    def test_deepened(self, network, shapes, inputs):
        if not widths(network):
            with pytest.raises(ModelError, match="it has no dense hidden layer"):
                network.deepened(1)
            return
        deep = network.deepened(2)
        assert widths(deep) == (*widths(network), *widths(network)[-1:] * 2)
        assert deep.deepened(-2) == network
        assert parameters(deep, shapes) > parameters(network, shapes)

    def test_the_description_is_short_and_tells_widths_apart(self, network, shapes, inputs):
        assert 0 < len(network.description) < 40
        assert all(str(width) in network.description for width in widths(network))


# One of each kind; one more start of Python has the others.
SAVED = ["everything", "sequence", "categories and table", "gru", "steps of words", "raw pixels", "pooled images"]
OTHERS = [name for name in CASES if name not in SAVED]


def test_one_of_each_kind_is_saved():
    assert {type(CASES[name][0]) for name in SAVED} == {type(network) for network, _, _ in CASES.values()}


@pytest.mark.parametrize("names", [SAVED, pytest.param(OTHERS, marks=pytest.mark.slow)], ids=["kinds", "others"])
def test_saved_models_predict_the_same_where_wellfit_is_not_loaded(names, tmp_path):
    jobs, expected = [], {}
    for name, (network, shapes, _) in [(name, CASES[name]) for name in names]:
        model, rows = build(network, shapes, outputs=3, regularization=everything(network)), rows_for(network, shapes)
        paths = [str(tmp_path / f"{name}{ending}") for ending in (".keras", ".npz", ".npy")]
        model.save(paths[0])
        np.savez(paths[1], **rows)
        jobs.append(paths)
        expected[paths[2]] = predict(model, rows)
    environment = {**os.environ, "KERAS_BACKEND": "jax"}
    subprocess.run([sys.executable, "-c", RELOAD, json.dumps(jobs)], check=True, timeout=300, env=environment)
    for path, outputs in expected.items():
        np.testing.assert_allclose(np.load(path), outputs, rtol=1e-5, atol=1e-7)
