"""What the study stores about recipes, members and circumstances."""

import platform
import sys
from dataclasses import asdict
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from wellfit.data.dataset import Dataset
from wellfit.diagnosis import mean_interval
from wellfit.workflow.options import Options

if TYPE_CHECKING:
    from wellfit.engine.runs import Runs
    from wellfit.recipes.recipe import Recipe
    from wellfit.workflow.context import Context

LIBRARIES = ("wellfit", "keras", "jax", "numpy", "scipy", "polars", "scikit-learn")


def configuration(data: Dataset, options: Options, plain: "Recipe") -> dict[str, Any]:
    """Everything that was set, and the versions of what computed it."""
    from wellfit.backend import backend_name

    backend = backend_name()
    versions = {name: version(name) for name in LIBRARIES} | {backend: sys.modules[backend].__version__}
    return {
        "options": asdict(options),
        "plain": recipe_values(plain),
        "versions": versions | {"python": platform.python_version()},
        "backend": backend,
        "machine": platform.machine(),
        "features": data.features,
    }


def recipe_values(recipe: "Recipe") -> dict[str, Any]:
    """A recipe as plain values."""
    return {
        "network": recipe.network.description,
        "optimizer": asdict(recipe.optimizer),
        "regularization": asdict(recipe.regularization),
        "training": asdict(recipe.training),
        "features": recipe.features,
        "batch_size": recipe.batch_size,
        **({"loss": recipe.loss.name} if recipe.loss is not None else {}),
    }


def recipes(context: "Context") -> list[dict[str, Any]]:
    """The plain network and every candidate, with what the selection split says of them."""
    return [_recipe(name, gate, runs, context.chosen) for name, (gate, runs) in context.candidates.items()]


def _recipe(name: str, gate: str, runs: "Runs", chosen: "Recipe | None") -> dict[str, Any]:
    members = runs.of(name)
    recipe = members[0].recipe
    losses = runs.member_losses(name)
    finite = losses[np.isfinite(losses)]
    return {
        "name": name,
        "gate": gate,
        "description": recipe.network.description,
        "parameters": members[0].parameters,
        "configuration": recipe_values(recipe),
        "seeds": len({member.seed for member in members}),
        "folds": len({member.fold for member in members}),
        "epochs": max(member.epochs for member in members),
        "best_epoch": float(runs.best_epochs(name).mean()),
        "selection": mean_interval(finite).as_dict() if len(finite) else None,
        "chosen": chosen is not None and name == chosen.name,
    }


def population(context: "Context") -> dict[str, Any]:
    """Members trained, programs compiled, the seconds of both, and a note where members do not train together."""
    from wellfit.engine.executors.cost_line import cost_line  # brings Keras along

    cost, members = context.trainer.cost, context.trainer.members
    return {
        "members": members,
        "programs": cost.programs,
        "seconds_compiling": cost.seconds_compiling,
        "seconds_training": cost.seconds_training,
        "note": cost_line(members, cost.seconds_training),
    }
