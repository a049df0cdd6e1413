"""What a reproduction found, as plain values: `summary.json`, from which its page is drawn."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from typing import Any

import numpy as np

from wellfit.data.dataset import Dataset
from wellfit.diagnosis.intervals import mean_interval
from wellfit.recipes.recipe import Recipe
from wellfit.record.plain import plain
from wellfit.reproduce.claims import Value, corrected
from wellfit.reproduce.comparisons import comparisons, ranking
from wellfit.reproduce.deviations import deviations, other_backbone, seed_deviations
from wellfit.reproduce.experiment import Experiment, LayerOutput, Levels, Setting
from wellfit.reproduce.experiments.dropout_shown import LAYER
from wellfit.reproduce.found import Found, When
from wellfit.reproduce.layer_output import measured
from wellfit.reproduce.options import Options

FORMAT = "wellfit-reproduction/1"


def summary(
    experiment: Experiment,
    setting: Setting | Levels,
    options: Options,
    data: Dataset,
    found: Found,
    recipes: Sequence[tuple[Recipe, int]],
    cost: Mapping[str, Any],
    backbone: str | None = None,
) -> dict[str, Any]:
    """Return everything that the page of a trained experiment shows, but for the curves.

    `recipes` are those that were trained, with their numbers of weights, `backbone` the pretrained network under them.
    """
    epochs = options.epochs or setting.epochs
    unlike = (
        None if epochs == setting.epochs else f"trained for {epochs} epochs, not for the {setting.epochs} of the text"
    )
    told = {
        **_head(experiment, found, unlike, other_backbone(setting, backbone)),
        "deviations": deviations(setting, options, data, backbone),
        "data": {
            "name": data.name,
            "metric": data.task.metric,
            "rows": {"train": len(data.splits.train), "validation": len(data.splits.validation)},
        },
        "seeds": options.member_seeds,
        "epochs": epochs,
        "variants": [_variant(name, found) for name in setting.variants],
        "recipes": [_recipe(recipe, weights) for recipe, weights in recipes],
        "comparisons": comparisons(found, setting.variants),
        "ranking": ranking(found, {recipe.name: weights for recipe, weights in recipes}),
        **cost,
    }
    return dict(plain(told))


def shown_summary(experiment: Experiment, setting: LayerOutput, options: Options, began: float) -> dict[str, Any]:
    """Return everything that the page of an experiment shows that trains nothing, but for the values drawn."""
    found = measured(setting, options.member_seeds, LAYER)
    told = {
        **_head(experiment, found),
        "deviations": seed_deviations(options),
        "data": None,
        "seeds": options.member_seeds,
        "rate": setting.rate,
        "seconds": time.monotonic() - began,
    }
    return dict(plain(told))


def _head(
    experiment: Experiment, found: Found, unlike: str | None = None, another: str | None = None
) -> dict[str, Any]:
    """What all experiments have; `unlike` says why their claims cannot be judged by this run.

    `another` says so of the numbers alone that hang on the backbone; which level is ahead can still be judged.
    """
    judged = corrected([claim.judge(found) for claim in experiment.claims])
    if another and isinstance(experiment.setting, Levels):
        own = experiment.setting.scratch.name
        hangs = [isinstance(claim, Value) and claim.variant != own for claim in experiment.claims]
        judged = [
            replace(one, agrees="undecided", why=another) if on else one for one, on in zip(judged, hangs, strict=True)
        ]
    if unlike:
        judged = [replace(one, agrees="undecided", why=unlike) for one in judged]
    return {
        "format": FORMAT,
        "version": version("wellfit"),
        "name": experiment.name,
        "title": experiment.title,
        "source": experiment.source,
        "teaches": experiment.teaches,
        "notes": experiment.notes,
        "claims": [one.as_dict() for one in judged],
    }


def _variant(name: str, found: Found) -> dict[str, Any]:
    """The numbers of one variant over its seeds; the losses with and without the penalty."""
    wanted: dict[str, tuple[str, When]] = {
        "best_epoch": ("epoch", "best"),
        "best_validation_loss": ("validation_loss", "lowest"),
        "best_validation_loss_with_penalty": ("validation_loss_with_penalty", "lowest"),
        "validation_metric": ("validation_metric", "best"),
        "last_train_loss": ("train_loss", "last"),
        "last_train_loss_with_penalty": ("train_loss_with_penalty", "last"),
        "last_validation_loss": ("validation_loss", "last"),
        "last_validation_loss_with_penalty": ("validation_loss_with_penalty", "last"),
    }
    numbers = {key: _interval(found.at(name, column, when)) for key, (column, when) in wanted.items()}
    last = found.at(name, "train_loss", "last")
    penalised = bool((found.measure(name, "penalty") != 0).any())
    return {"name": name, "penalised": penalised, "diverged": int((~np.isfinite(last)).sum()), **numbers}


def _interval(samples: np.ndarray) -> dict[str, float | None]:
    finite = samples[np.isfinite(samples)]
    return mean_interval(finite).as_dict() if len(finite) else {"value": None, "low": None, "high": None}


def _recipe(recipe: Recipe, weights: int) -> dict[str, Any]:
    return {
        "name": recipe.name,
        "network": recipe.network.description,
        "activation": plain(recipe.network).get("activation"),
        "optimizer": recipe.optimizer.name,
        "learning_rate": recipe.optimizer.learning_rate,
        "l2": recipe.regularization.l2,
        "dropout": recipe.regularization.dropout,
        "batch_size": recipe.batch_size,
        "parameters": weights,
    }
