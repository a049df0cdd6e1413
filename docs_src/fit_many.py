"""The engine alone: any recipes over any seeds, trained together in one call."""

import wellfit
from wellfit.recipes.networks import DenseNetwork

data = wellfit.read("example:wine")
recipes = [
    wellfit.Recipe(name="small", network=DenseNetwork(units=(4,))),
    wellfit.Recipe(name="large", network=DenseNetwork(units=(64, 64))),
]
runs = wellfit.fit_many(recipes, data, seeds=range(8), epochs=20)

last = runs.curves.filter(epoch=20).select("recipe", "train_loss", "validation_loss")
print(last.group_by("recipe", maintain_order=True).mean())
