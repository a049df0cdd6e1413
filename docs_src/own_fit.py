"""A plain Keras script, watched while it trains and judged afterwards."""

import keras
import numpy as np

import wellfit

random = np.random.default_rng(0)
x = random.normal(size=(300, 20))
y = (x[:, 0] + random.normal(size=300) > 0).astype(float)

model = keras.Sequential([keras.layers.Dense(256, activation="relu"), keras.layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
history = model.fit(x, y, validation_split=0.5, epochs=100, verbose=0, callbacks=[wellfit.Watch()])

print(wellfit.diagnose(history, constant=0.693).sentence)
