"""Trains small families on whichever backend KERAS_BACKEND names and writes their curves: `curves.py FILE.npz`."""

import sys

import numpy as np
import polars as pl

import wellfit
from wellfit.backend import backend_name, keras
from wellfit.engine.state import Measures
from wellfit.engine.stop import Stop
from wellfit.recipes.networks import DenseNetwork, EmbeddingNetwork
from wellfit.recipes.networks.own.recipe import own_recipe
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.regularization import Regularization

ROWS, EPOCHS = 80, 10
WORDS = [f"{start}{end}" for start in "bcdfgl" for end in ("oom", "ale", "ine", "oss")]
CONTROLS = {"permuted_labels": 1, "zeroed_inputs": 1, "one_batch": 1}
ADAM = Optimizer(learning_rate=0.01)


def table(kind):
    """Three numbers a row, of which the first decides."""
    random = np.random.default_rng(7)
    x = random.normal(size=(ROWS, 3)).astype(np.float32)
    signal = x[:, 0] + 0.3 * random.normal(size=ROWS)
    y = {"binary": (signal > 0).astype(int), "multiclass": np.digitize(signal, [-0.5, 0.5]), "regression": signal}[kind]
    return wellfit.read((x, y), name=kind)


def texts():
    """Made-up words, half of which lean to one answer, and a number beside them."""
    random = np.random.default_rng(8)
    liked = random.integers(0, 2, ROWS)
    reviews = [" ".join(random.choice(WORDS[:14] if yes else WORDS[10:], random.integers(6, 16))) for yes in liked]
    frame = pl.DataFrame({"review": reviews, "size": random.normal(size=ROWS), "liked": np.array(["no", "yes"])[liked]})
    return wellfit.read(frame, target="liked", name="texts")


def recipe(name, network, optimizer=ADAM, **regularization):
    """One way to train, in batches of eight."""
    return wellfit.Recipe(
        name=name,
        network=network,
        optimizer=optimizer,
        regularization=Regularization(**regularization),
        batch_size=8,
    )


DENSE, EMBEDDING = DenseNetwork(units=(6, 5)), EmbeddingNetwork(words=26, size=4, units=(5,))
SGD, RMSPROP = Optimizer(name="sgd", learning_rate=0.02, momentum=0.9), Optimizer(name="rmsprop", learning_rate=0.003)
STILL = Optimizer(learning_rate=1e-12)  # so small a step that nothing improves after epoch 1
NORMALIZED = recipe("normalized", DENSE, Optimizer(learning_rate=0.005, weight_decay=0.1), batch_normalization=True)


def own():
    """A model as somebody brings it: two ways that meet again, a penalty, an optimizer with options of its own."""
    start = [keras.initializers.GlorotUniform(seed=seed) for seed in range(3)]
    x = keras.Input((3,))
    wide = keras.layers.Dense(6, activation="relu", kernel_initializer=start[0], kernel_regularizer="l2")(x)
    both = keras.layers.Concatenate()([wide, keras.layers.Dense(2, kernel_initializer=start[1])(x)])
    model = keras.Model(x, keras.layers.Dense(1, activation="sigmoid", kernel_initializer=start[2])(both))
    model.compile(keras.optimizers.Adam(0.01, beta_1=0.8), "binary_crossentropy")
    return model


# Of each family: data, recipes, controls, and the patience of its stop rule.
FAMILIES = {
    "binary": (lambda: table("binary"), [recipe("plain", DENSE), recipe("still", DENSE, STILL)], CONTROLS, 6),
    "multiclass": (lambda: table("multiclass"), [recipe("penalised", DENSE, SGD, l1=0.002, l2=0.02)], {}, None),
    "regression": (lambda: table("regression"), [NORMALIZED], {}, None),
    "texts": (texts, [recipe("embedding", EMBEDDING), recipe("words", DENSE, RMSPROP)], {}, None),
    "own": (lambda: table("binary"), [], {}, None),
    "dropout": (lambda: table("binary"), [recipe("dropout", DENSE, dropout=0.4)], {}, None),
}


FOLDS = {"regression": 3}


def main(path):
    """Train all families, the one with dropout twice, and write what came of them."""
    found = {"backend": np.array(backend_name())}
    for family in [*FAMILIES, "dropout"]:
        make, recipes, controls, patience = FAMILIES[family]
        data = make()
        recipes = recipes or [own_recipe(own(), data, batch_size=8).recipe]
        stop = None if patience is None else Stop(patience=patience, together=True)
        runs = wellfit.fit_many(
            recipes, data, seeds=[0, 3], folds=FOLDS.get(family), epochs=EPOCHS, controls=controls, stop=stop
        )
        name = f"{family} again" if f"{family}/epoch" in found else family
        for measure in ("epoch", *Measures._fields):
            found[f"{name}/{measure}"] = runs.curves[measure].to_numpy()
        found[f"{name}/sentences"] = np.array([member.sentence for member in runs.members])
        found[f"{name}/best_rows"] = np.concatenate([member.best_rows for member in runs.members])
        model = runs.model(recipes[0].name, 3)
        ones = [np.ones((1, *tensor.shape[1:]), np.float32) for tensor in model.inputs]
        found[f"{name}/prediction"] = model.predict(ones if len(ones) > 1 else ones[0], verbose=0)
    np.savez(path, **found)


if __name__ == "__main__":
    main(sys.argv[1])
