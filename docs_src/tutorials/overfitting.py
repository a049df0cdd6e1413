"""An overfitting run: a plain Keras script, watched while it trains and judged afterwards."""

import json
from pathlib import Path

import keras
import numpy as np

import wellfit

keras.utils.set_random_seed(0)
random = np.random.default_rng(0)
x = random.normal(size=(600, 100))  # one column of a hundred says something
y = (x[:, 0] + 0.5 * random.normal(size=600) > 0).astype(float)

model = keras.Sequential([keras.layers.Dense(256, activation="relu"), keras.layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
history = model.fit(x, y, validation_split=0.5, epochs=100, verbose=0, callbacks=[wellfit.Watch()])

verdict = wellfit.diagnose(history, constant=0.693)  # ln 2: what always saying "one half" would cost
print(f"{verdict.kind}: {verdict.sentence}")
print(verdict.advice)

Path("history.json").write_text(json.dumps(history.history))
