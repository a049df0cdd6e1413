"""A run that will not train: the learning rate is too small, or too large, and which ones work."""

import json
from pathlib import Path

import keras
import numpy as np

import wellfit

random = np.random.default_rng(0)
x = random.normal(size=(600, 10))
y = x[:, 0] - 2 * x[:, 1] + 0.3 * random.normal(size=600)


def build(rate=1.0):
    """A small network for one number, with this learning rate."""
    layers = [keras.layers.Dense(32, activation="relu"), keras.layers.Dense(1)]
    model = keras.Sequential([keras.Input((10,)), *layers])
    model.compile(keras.optimizers.SGD(rate), "mse")
    return model


for name, rate in (("small", 1e-6), ("large", 1.0)):
    keras.utils.set_random_seed(0)
    history = build(rate).fit(x, y, validation_split=0.25, epochs=12, verbose=0)
    verdict = wellfit.diagnose(history, constant=float(np.var(y)), name=name)
    print(f"{verdict.kind}: {verdict.sentence}")
    print(verdict.advice)
    Path(f"{name}.json").write_text(json.dumps(history.history))

study = wellfit.study(wellfit.read((x, y)), model=build, seeds=3, only=["learning_rate"], out="studies/will_not_train")
print(study.summary["gates"][-1]["sentence"])
