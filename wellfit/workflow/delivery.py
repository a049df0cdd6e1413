"""The chosen model handed over: saved, loaded again and compared, and judged once on the test split."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from wellfit.backend import keras
from wellfit.data.dataset import Dataset, SplitName
from wellfit.data.encoded import IMAGE
from wellfit.diagnosis.wording import counted
from wellfit.engine.runs import Runs
from wellfit.recipes.recipe import Recipe
from wellfit.record import write_atomically
from wellfit.workflow.answer import Answer
from wellfit.workflow.baselines.scores import Scores, scores
from wellfit.workflow.best import MODEL_FILE, PIPELINE_FILE, load_model, outputs, prediction_frame
from wellfit.workflow.context import Context
from wellfit.workflow.forecasts import forecasts
from wellfit.workflow.own_metrics import own_metrics, told
from wellfit.workflow.pictures import HeldOut, pictures
from wellfit.workflow.scores import shown

# In the study's folder.
FOLDER = "best"
# By how much answers of a saved model may differ from those of the model itself.
ROUNDING = 1e-5


def more_rows(data: Dataset) -> Dataset:
    """Validation rows are trained on; in the curves the selection split stands in.

    It chooses the seed, and lowers a learning rate that waits for a better loss.
    """
    splits = data.splits
    train = np.union1d(splits.train, splits.validation)
    return replace(data, splits=replace(splits, train=train, validation=splits.selection))


def best_seed(runs: Runs, recipe: str) -> int:
    """The seed of the lowest loss on the selection rows after the last epoch."""
    losses = {member.seed: float(member.last_rows.mean()) for member in runs.of(recipe)}
    return min(losses, key=lambda seed: (np.isnan(losses[seed]), losses[seed]))


def save(model: keras.Model, context: Context) -> float:
    """Write the model and the pipeline that feeds it, and load it again: the difference of its answers."""
    folder, data = context.writer.folder / FOLDER, context.data
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / MODEL_FILE
        model.save(path)
        write_atomically(folder / MODEL_FILE, path.read_bytes())
    write_atomically(folder / PIPELINE_FILE, json.dumps(data.pipeline.to_json()))
    return _reloaded_difference(folder / MODEL_FILE, model, data)


def _reloaded_difference(path: Path, model: keras.Model, data: Dataset) -> float:
    """The largest difference between what the saved model and this one give for some selection rows."""
    rows = data.rows("selection")[:256]
    blocks = {name: block[rows] for name, block in data.blocks.items()}
    return float(np.abs(outputs(load_model(path), blocks) - outputs(model, blocks)).max())


def put_best(
    model: keras.Model,
    context: Context,
    recipe: Recipe,
    facts: Mapping[str, Any],
    selection: Scores,
    *,
    more: Sequence[HeldOut] = (),
) -> dict[str, Any]:
    """Open the test split, and store what the study says of the model: how it was trained and what it reaches."""
    best = {
        "recipe": recipe.name,
        **facts,
        "selection": as_dict(selection, context.data),
        "path": FOLDER,
        **open_test(model, context, more),
        **own_scores(model, context),
    }
    context.writer.put("best", best)
    return best


def handed_over(
    best: Mapping[str, Any], context: Context, facts: Mapping[str, Any], difference: float, why: str = ""
) -> Answer:
    """The last gate's answer: passed where the saved model is the one that was trained."""
    return Answer(
        passed=difference <= ROUNDING,
        sentence=f"{why} {sentence(best, context)}".lstrip(),
        evidence={**facts, "reloaded_model_differs_by": difference},
        advice=advice(difference),
    )


def score(model: keras.Model, data: Dataset, split: SplitName) -> Scores:
    """What the model reaches on the rows of a split."""
    blocks, _ = data.part(split)
    return scores(outputs(model, blocks), data.rows(split), data)


def open_test(model: keras.Model, context: Context, more: Sequence[HeldOut] = ()) -> dict[str, Any]:
    """The one look at the test split: the network, and the baselines beside it; of images those worth a look.

    `more` are other images with answers of networks that never saw them.
    """
    data = context.data
    rows = data.rows("test")
    if not len(rows):
        return {"test": None, "confusion": None}
    blocks, truth = data.part("test")
    predicted = outputs(model, blocks)
    context.put_baselines({name: as_dict(b.score(rows), data) for name, b in context.baselines.items()})
    context.writer.add_predictions(_predictions(data, rows, truth, predicted))
    if data.series is not None:
        context.writer.put("series", forecasts(data, rows, truth, predicted))
    if IMAGE in data.blocks and data.task.kind != "regression":
        context.writer.put("pictures", pictures(model, data, rows, truth, predicted, more=more))
    return {"test": as_dict(scores(predicted, rows, data), data), "confusion": _confusion(data, truth, predicted)}


def as_dict(found: Scores, data: Dataset) -> dict[str, float]:
    """Loss and metric under the names that the study has for them."""
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


def own_scores(model: keras.Model, context: Context) -> dict[str, Any]:
    """What the user's metrics say of the test rows, or of the selection rows; nothing where there are none."""
    if not context.metrics:
        return {}
    data = context.data
    split: SplitName = "test" if len(data.rows("test")) else "selection"
    return {"metrics": own_metrics(context.metrics, data, data.rows(split), outputs(model, data.part(split)[0]))}


def sentence(best: Mapping[str, Any], context: Context) -> str:
    """What is handed over, and what it reaches."""
    metric = context.data.task.metric
    where = "test" if best["test"] else "selection"
    value = shown(best[where][metric], metric)
    more = told(best.get("metrics", {}))
    return f"{best['recipe']}, {counted(best['epochs'], 'epoch')}: {where} {metric} {value}{more}. Saved in best."


def advice(difference: float) -> str:
    """What to do where the saved model differs by so much from the one that was trained; nothing where it does not."""
    if np.isnan(difference):
        return "The network gives no finite numbers: its training diverged. Look for extreme values in the columns."
    return "" if difference <= ROUNDING else "The saved model predicts differently: report this as a defect."
