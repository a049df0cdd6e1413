"""Gate 8: train the chosen recipe on more rows, open the test split once, save the model."""

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from wellfit.backend import keras
from wellfit.data.dataset import Dataset, SplitName
from wellfit.diagnosis.wording import counted
from wellfit.engine.callbacks import fit_with_callbacks
from wellfit.engine.runs import Runs
from wellfit.recipes.recipe import Recipe
from wellfit.record import write_atomically
from wellfit.workflow.baselines.scores import Scores, scores
from wellfit.workflow.best import MODEL_FILE, PIPELINE_FILE, load_model, outputs, prediction_frame
from wellfit.workflow.context import Context
from wellfit.workflow.folded import judged
from wellfit.workflow.forecast import affordable
from wellfit.workflow.forecasts import forecasts
from wellfit.workflow.gates.gate import Answer, Gate
from wellfit.workflow.own_metrics import own_metrics, told
from wellfit.workflow.plan import Extent, Shape
from wellfit.workflow.scores import shown
from wellfit.workflow.trained import training


class FinalGate(Gate):
    """Trains the chosen recipe on train + validation for its best number of epochs; nothing is chosen on the test."""

    name = "final"
    question = "How good is the chosen network on rows that nothing was chosen by?"
    share = 0.9

    def run(self, context: Context) -> Answer:
        """Train, pick the seed on the selection split, save, reload, and score the test split."""
        recipe = context.chosen or context.plain
        runs = context.chosen_runs or context.runs
        final = replace(recipe, name=f"{recipe.name} (final)")
        data = _more_rows(context.data)
        extent = _extent(context, runs, recipe, len(data.rows("train")))
        train = context.plan.rows(data.rows("train"), extent.rows)
        trained = context.trainer.train(
            self.name,
            [final],
            replace(data, splits=replace(data.splits, train=train)),
            seeds=context.last_seeds[: extent.seeds],
            epochs=extent.epochs,
            share=self.share,
        )
        epochs = trained.members[0].epochs
        seed = _best_seed(trained, final.name)
        model = trained.model(final.name, seed, weights="last")
        if context.callbacks:
            model, epochs = fit_with_callbacks(final, trained.data, seed, epochs, context.callbacks)
        folder = context.writer.folder / "best"
        _save(model, context.data, folder)
        difference = _reloaded_difference(folder / MODEL_FILE, model, context.data)
        best = {
            "recipe": recipe.name,
            "epochs": epochs,
            "seed": seed,
            "selection": _shown(_selection(model, context, runs, recipe), context.data),
            "path": "best",
            **_open_test(model, context),
        }
        if context.metrics:
            best["metrics"] = _own_metrics(model, context)
        context.writer.put("best", best)
        context.writer.put("training", training(context.data, train, recipe, context.callbacks))
        return Answer(
            passed=difference <= 1e-5,
            sentence=_sentence(best, context),
            evidence={"epochs": epochs, "seed": seed, "reloaded_model_differs_by": difference},
            advice=_advice(difference),
        )


def _advice(difference: float) -> str:
    if np.isnan(difference):
        return "The network gives no finite numbers: its training diverged. Look for extreme values in the columns."
    return "" if difference <= 1e-5 else "The saved model predicts differently: report this as a defect."


def _extent(context: Context, runs: Runs, recipe: Recipe, rows: int) -> Extent:
    """All rows, all seeds and the mean best epoch of the chosen recipe, as far as the time left allows."""
    members = runs.of(recipe.name)
    best = runs.best_epochs(recipe.name)
    epochs = max(1, round(float(best[best > 0].mean()))) if best.any() else 1
    wanted = Extent(rows=rows, epochs=epochs, seeds=len(context.last_seeds), remedies=0)
    shape = Shape(features=context.data.features, parameters=members[0].parameters, batch=recipe.batch_size)
    extent = affordable(context.plan, shape, wanted)
    for name in ("rows", "epochs", "seeds"):
        if getattr(extent, name) < getattr(wanted, name):
            context.plan.leave_out(f"final: {getattr(extent, name):,} {name} instead of {getattr(wanted, name):,}")
    return extent


def _more_rows(data: Dataset) -> Dataset:
    """Validation rows are trained on; in the curves the selection split stands in, which chooses the seed only."""
    splits = data.splits
    train = np.union1d(splits.train, splits.validation)
    return replace(data, splits=replace(splits, train=train, validation=splits.selection))


def _best_seed(runs: Runs, recipe: str) -> int:
    losses = {member.seed: float(member.last_rows.mean()) for member in runs.of(recipe)}
    return min(losses, key=lambda seed: (np.isnan(losses[seed]), losses[seed]))


def _save(model: keras.Model, data: Dataset, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / MODEL_FILE
        model.save(path)
        write_atomically(folder / MODEL_FILE, path.read_bytes())
    write_atomically(folder / PIPELINE_FILE, json.dumps(data.pipeline.to_json()))


def _reloaded_difference(path: Path, model: keras.Model, data: Dataset) -> float:
    rows = data.rows("selection")[:256]
    blocks = {name: block[rows] for name, block in data.blocks.items()}
    return float(np.abs(outputs(load_model(path), blocks) - outputs(model, blocks)).max())


def _score(model: keras.Model, data: Dataset, split: str) -> Scores:
    blocks, _ = data.part(split)  # type: ignore[arg-type]
    return scores(outputs(model, blocks), data.rows(split), data)  # type: ignore[arg-type]


def _selection(model: keras.Model, context: Context, runs: Runs, recipe: Recipe) -> Scores:
    """What the selection rows say: of this model, or with folds of the recipe, as they do of the baselines."""
    return judged(runs, recipe.name) if runs.data.folds else _score(model, context.data, "selection")


def _open_test(model: keras.Model, context: Context) -> dict[str, Any]:
    """The one look at the test split: the network, and the baselines beside it."""
    data = context.data
    rows = data.rows("test")
    if not len(rows):
        return {"test": None, "confusion": None}
    blocks, truth = data.part("test")
    predicted = outputs(model, blocks)
    context.put_baselines({name: _shown(b.score(rows), data) for name, b in context.baselines.items()})
    context.writer.add_predictions(_predictions(data, rows, truth, predicted))
    if data.series is not None:
        context.writer.put("series", forecasts(data, rows, truth, predicted))
    return {"test": _shown(scores(predicted, rows, data), data), "confusion": _confusion(data, truth, predicted)}


def _own_metrics(model: keras.Model, context: Context) -> dict[str, Any]:
    """What the user's metrics say of the test rows, or of the selection rows."""
    data = context.data
    split: SplitName = "test" if len(data.rows("test")) else "selection"
    return own_metrics(context.metrics, data, data.rows(split), outputs(model, data.part(split)[0]))


def _shown(found: Scores, data: Dataset) -> dict[str, float]:
    return {"loss": found.loss, data.task.metric: found.metric}


def _predictions(data: Dataset, rows: np.ndarray, truth: np.ndarray, predicted: np.ndarray) -> pl.DataFrame:
    target = data.pipeline.target
    frame = prediction_frame(data.pipeline, predicted)
    if data.task.kind == "regression":
        confidence, real = pl.Series([None] * len(rows), dtype=pl.Float64), target.restore(truth.astype(np.float64))
    else:
        confidence = frame.select(pl.max_horizontal(pl.selectors.starts_with("probability_"))).to_series()
        real = target.labels(truth)
    return pl.DataFrame({"row": rows, "truth": real, "prediction": frame["prediction"], "confidence": confidence})


def _confusion(data: Dataset, truth: np.ndarray, predicted: np.ndarray) -> list[list[int]] | None:
    """Rows are true classes, columns predicted ones."""
    if data.task.kind == "regression":
        return None
    answered = (predicted > 0.5).astype(int) if data.task.kind == "binary" else predicted.argmax(axis=1)
    table = np.zeros((len(data.task.classes),) * 2, int)
    np.add.at(table, (truth.astype(int), answered), 1)
    return table.tolist()


def _sentence(best: dict[str, Any], context: Context) -> str:
    metric = context.data.task.metric
    where = "test" if best["test"] else "selection"
    value = shown(best[where][metric], metric)
    more = told(best.get("metrics", {}))
    return f"{best['recipe']}, {counted(best['epochs'], 'epoch')}: {where} {metric} {value}{more}. Saved in best."
