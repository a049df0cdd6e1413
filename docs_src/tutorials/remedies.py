"""Three remedies beside the plain network: 20 networks in one call, compared seed by seed."""

import numpy as np

import wellfit
from wellfit.diagnosis import effect
from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.remedies import L2, Dropout, Smaller

random = np.random.default_rng(0)
x = random.normal(size=(600, 100))  # the rows of overfitting.py
y = (x[:, 0] + 0.5 * random.normal(size=600) > 0).astype(int)

data = wellfit.read((x, y))
plain = wellfit.Recipe(name="plain", network=DenseNetwork(units=(256,)))
remedies = [remedy.apply(plain) for remedy in (L2(strength=0.01), Dropout(rate=0.5), Smaller())]
runs = wellfit.fit_many([plain, *remedies], data, seeds=5, epochs=30)

for recipe in remedies:
    found = effect(runs.best_rows(recipe.name), runs.best_rows("plain"))
    print(f"{recipe.name}: loss {found.change:+.4f} (95 % interval: {found.low:+.4f} to {found.high:+.4f})")
