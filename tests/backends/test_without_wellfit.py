"""An exported model loads under every backend where wellfit cannot be imported, and predicts the same to 1e-5."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import wellfit
from wellfit.backend import keras
from wellfit.recipes.networks import ConvolutionalNetwork, DenseNetwork, EmbeddingNetwork
from wellfit.recipes.networks.own.recipe import own_recipe
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.regularization import Regularization

HERE = Path(__file__).parent
BACKENDS = ("jax", "tensorflow", "torch")
ALL = Regularization(l1=0.001, l2=0.01, dropout=0.3, batch_normalization=True)
WORDS = [f"{start}{end}" for start in "bcdfgl" for end in ("oom", "ale", "ine", "oss")]
ROWS = 80


def texts():
    random = np.random.default_rng(8)
    liked = random.integers(0, 2, ROWS)
    reviews = [" ".join(random.choice(WORDS[:14] if yes else WORDS[10:], random.integers(6, 16))) for yes in liked]
    return pl.DataFrame({"review": reviews, "size": random.normal(size=ROWS), "liked": np.array(["no", "yes"])[liked]})


def numbers(kind):
    random = np.random.default_rng(7)
    x = random.normal(size=(ROWS, 3))
    y = {"binary": (x[:, 0] > 0).astype(int), "multiclass": np.digitize(x[:, 0], [-0.5, 0.5]), "regression": x[:, 0]}
    return x, y[kind]


def pictures():
    random = np.random.default_rng(9)
    return random.random((ROWS, 8, 8)), random.integers(0, 2, ROWS)


FAMILIES = {
    "words": (texts, "liked", DenseNetwork(units=(6,)), ALL),
    "embedding": (texts, "liked", EmbeddingNetwork(words=26, size=4, units=(5,)), Regularization()),
    "binary": (lambda: numbers("binary"), None, DenseNetwork(units=(6, 5)), ALL),
    "multiclass": (lambda: numbers("multiclass"), None, DenseNetwork(units=(6,)), Regularization(l2=0.01)),
    "regression": (lambda: numbers("regression"), None, DenseNetwork(units=()), Regularization()),
    "pictures": (pictures, None, ConvolutionalNetwork(filters=(4,), units=(5,)), ALL),
}


def branched():
    """Two inputs that share a layer, ways that meet again, normalization."""
    a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b")
    shared = keras.layers.Dense(4, activation="gelu", kernel_regularizer="l2")
    both = keras.layers.Concatenate()([shared(a), shared(b), keras.layers.LayerNormalization()(a)])
    return keras.Model([a, b], keras.layers.Dense(1, activation="sigmoid")(both))


def recurrent():
    """Word numbers through a recurrent layer that skips the padding."""
    layers = [keras.layers.Embedding(40, 4, mask_zero=True), keras.layers.GRU(3), keras.layers.Dense(2)]
    return keras.Sequential([keras.Input((None,), dtype="int32"), *layers])


# Models as somebody brings them.
OWN = {"own branched": (lambda: numbers("binary"), None, branched), "own recurrent": (texts, "liked", recurrent)}


def stored(model, blocks, path):
    """The model, the rows it takes and what it predicts here."""
    model.save(path)
    rows = {tensor.name: blocks[tensor.name] for tensor in model.inputs}
    rows = {
        name: np.asarray(block if isinstance(block, np.ndarray) else block.toarray()) for name, block in rows.items()
    }
    expected = np.asarray(model(list(rows.values()) if len(rows) > 1 else next(iter(rows.values()))))
    np.savez(path.with_suffix(".npz"), expected=expected, **rows)


@pytest.fixture(scope="module")
def models(tmp_path_factory):
    """A trained model of each kind, and the best model of a whole study."""
    folder = tmp_path_factory.mktemp("models")
    for name, (make, target, network, regularization) in FAMILIES.items():
        data = wellfit.read(make(), target=target)
        optimizer = Optimizer(learning_rate=0.01)
        recipe = wellfit.Recipe(name=name, network=network, optimizer=optimizer, regularization=regularization)
        runs = wellfit.fit_many([recipe], data, seeds=[0], epochs=5)
        stored(runs.model(name, 0), data.part("test")[0], folder / f"{name}.keras")
    for name, (make, target, build) in OWN.items():
        data = wellfit.read(make(), target=target)
        runs = wellfit.fit_many([own_recipe(build(), data).recipe], data, seeds=[0], epochs=5)
        stored(runs.model("yours", 0), data.part("test")[0], folder / f"{name}.keras")
    data = wellfit.read(texts(), target="liked")
    study = wellfit.study(data, seeds=1, budget=20, only=["final"], out=folder / "study")
    stored(study.best.model, data.part("test")[0], folder / "best.keras")
    shutil.copy(study.best.folder / "model.keras", folder / "best.keras")
    return folder


@pytest.fixture(scope="module")
def found(models):
    """What each backend says, in a Python of its own that starts in another folder."""
    script, packages = HERE / "without_wellfit.py", sysconfig.get_paths()["purelib"]
    started = {}
    for backend in BACKENDS:
        command = [sys.executable, "-I", "-S", str(script), packages, str(models), backend]
        environment = {**os.environ, "KERAS_BACKEND": backend, "OMP_NUM_THREADS": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}
        started[backend] = subprocess.Popen(
            command, cwd=models, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
    said = {backend: process.communicate()[1] for backend, process in started.items()}
    failed = [f"{backend}: {said[backend]}" for backend, process in started.items() if process.returncode]
    assert not failed, "\n".join(failed)
    return {backend: json.loads((models / f"{backend}.json").read_text()) for backend in BACKENDS}


@pytest.mark.parametrize("backend", BACKENDS)
def test_it_predicts_the_same(backend, found):
    assert found[backend]["backend"] == backend
    assert set(found[backend]["differences"]) == {*FAMILIES, *OWN, "best"}
    assert max(found[backend]["differences"].values()) < 1e-5, found[backend]["differences"]


@pytest.mark.parametrize("backend", BACKENDS)
def test_wellfit_is_not_there(backend, found):
    assert not found[backend]["wellfit"]
