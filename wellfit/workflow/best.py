"""The model that a study hands back: raw rows in, predictions out."""

import zipfile
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from wellfit.data.encoded import IMAGE
from wellfit.data.images.given import given_images
from wellfit.data.pipeline import Pipeline
from wellfit.data.pipeline.image import ImageEncoder
from wellfit.data.pipeline.windows import Windows
from wellfit.data.sources import read_table
from wellfit.errors import ModelError, StudyError

if TYPE_CHECKING:
    from wellfit.backend import keras

MODEL_FILE, PIPELINE_FILE = "model.keras", "pipeline.json"
ROWS_AT_ONCE = 1024


class Best:
    """The folder `best` of a study: a plain Keras model and the pipeline that feeds it. Loaded when first used."""

    def __init__(self, folder: Path, facts: Mapping[str, Any]) -> None:
        self.folder = folder
        self.facts = dict(facts)

    def __repr__(self) -> str:
        return f"Best(recipe={self.facts.get('recipe')!r}, folder={str(self.folder)!r})"

    @cached_property
    def model(self) -> "keras.Model":
        """The Keras model, from encoded blocks to probabilities (or the encoded number).

        Raises ModelError where the file is missing or no Keras model.
        """
        return load_model(self.folder / MODEL_FILE)

    @cached_property
    def pipeline(self) -> Pipeline:
        """The encoders fitted on the training rows. Raises StudyError where the file is missing or broken."""
        import json

        path = self.folder / PIPELINE_FILE
        try:
            return Pipeline.from_json(json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError as error:
            raise StudyError(f"{path} is missing: the study has no model. Let `wellfit run` finish first.") from error
        except ValueError as error:
            raise StudyError(f"{path} is not JSON: {error}. It is damaged; repeat the run.") from error

    def predict(self, source: Any) -> pl.DataFrame:
        """Predictions for raw rows of any source that `wellfit.read` takes, one row each, in their order.

        Columns: `prediction`, for classes also `probability_<class>` for each. A row that cannot be
        read gets empty cells. Raises SourceError or DataError where the columns do not fit.

        Of images, in a folder and below it, in files or named by a table: `path` before these columns.

        Of a series: `time`, which the forecast speaks of, `last_row`, the time of the last row that it was made from,
        and `prediction`, for every row that has a whole window before it, in order of time; the last ones are of the
        time after the last row. The rows hold the target as far as it is known.
        """
        if self.pipeline.series is not None:
            return self._forecasts(self.pipeline.series, source)
        if self.pipeline.image is not None:
            return self._of_images(self.pipeline.image, source)
        prepared = self.pipeline.prepare(read_table(source).frame)
        blocks = self.pipeline.encode(prepared.frame)
        self._check_fit(blocks)
        frame = prediction_frame(self.pipeline, outputs(self.model, blocks))
        unreadable = np.zeros(frame.height, bool)
        unreadable[prepared.unreadable_rows] = True
        return frame.with_columns(pl.when(~pl.Series(unreadable)).then(pl.all()))

    def _of_images(self, encoder: ImageEncoder, source: Any) -> pl.DataFrame:
        parts = []
        for some in given_images(source, encoder):
            self._check_fit({IMAGE: some.pixels})
            found = prediction_frame(self.pipeline, outputs(self.model, {IMAGE: some.pixels}))
            shown = found.with_columns(pl.when(pl.Series(some.read)).then(pl.all()))
            parts.append(pl.DataFrame({"path": pl.Series(some.names, dtype=pl.String)}).hstack(shown))
        return pl.concat(parts)

    def _forecasts(self, windows: Windows, source: Any) -> pl.DataFrame:
        laid, _ = windows.lay_out(read_table(source).frame, self.pipeline.schema.used)
        blocks = self.pipeline.encode(laid)
        self._check_fit(blocks)
        places = windows.spoken_of(laid)
        times = {"time": windows.clock.times(places), "last_row": windows.clock.times(places - windows.horizon)}
        return pl.DataFrame(times).hstack(prediction_frame(self.pipeline, outputs(self.model, blocks)))

    def _check_fit(self, blocks: Mapping[str, Any]) -> None:
        """Raises ModelError where the model takes other inputs than the pipeline makes: one of the two is not ours."""
        given = {name: tuple(block.shape[1:]) for name, block in blocks.items()}
        for tensor in self.model.inputs:
            if given.get(tensor.name) != tuple(tensor.shape[1:]):
                raise ModelError(
                    f"{self.folder / MODEL_FILE} and {PIPELINE_FILE} beside it do not belong together: expected was a "
                    f"model for inputs of shape {given}, received one whose input '{tensor.name}' has the shape "
                    f"{tuple(tensor.shape[1:])}. Copy both from one study, or repeat the run."
                )


def load_model(path: Path) -> "keras.Model":
    """A Keras model from a `.keras` file; code inside it is never run. Raises ModelError."""
    from wellfit.backend import keras

    if not path.is_file():
        raise ModelError(f"{path} does not exist. Expected a model that Keras saved (`model.save('{path.name}')`).")
    if not zipfile.is_zipfile(path):
        raise ModelError(
            f"{path} is not a Keras model, or a damaged one: expected a .keras file, which is a zip archive, received "
            "something else. Copy it again from where it was made, or repeat the run."
        )
    try:
        return keras.saving.load_model(path, safe_mode=True)
    except (ValueError, TypeError, OSError, KeyError, ImportError, zipfile.BadZipFile) as error:
        _tell_unknown(path, error)
        first = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
        raise ModelError(
            f"{path} is not a Keras model that can be loaded safely: {first} "
            "Expected a .keras file of stock Keras layers; save the model again with `model.save(...)`. If you made "
            "the study yourself with --unsafe, pass --unsafe here too."
        ) from error


def _tell_unknown(path: Path, error: Exception) -> None:
    """Raises ModelError where the model needs code that is not in its file."""
    from wellfit.recipes.networks.own.archive import configuration
    from wellfit.recipes.networks.own.custom import unknown_objects

    needs = sorted({f"the {kind} {name!r}" for kind, name in unknown_objects(configuration(path, unsafe=True))})
    if needs:
        raise ModelError(
            f"{path} needs {', '.join(needs)}, which Keras does not bring along and a .keras file never does. Name the "
            "function that built the model, in the folder that holds its module: `wellfit predict STUDY SOURCE --model "
            "package.module:function`. In Python, put what is missing into keras.saving.get_custom_objects() by name."
        ) from error


def outputs(model: "keras.Model", blocks: Mapping[str, Any]) -> np.ndarray:
    """What the model gives for encoded blocks, [rows] or [rows, classes], some rows at a time."""
    names = [tensor.name for tensor in model.inputs]
    if names == [IMAGE]:
        from wellfit.engine.features import features

        # With convolutions as training has them: a CPU needs a fraction of the time so.
        found = features(model, blocks[IMAGE])
    else:
        found = _of_rows(model, [blocks[name] for name in names])
    return found[:, 0] if found.shape[1] == 1 else found


def _of_rows(model: "keras.Model", blocks: Sequence[Any]) -> np.ndarray:
    from wellfit.backend import keras

    parts = []
    for start in range(0, blocks[0].shape[0], ROWS_AT_ONCE):
        piece = [_dense(block[start : start + ROWS_AT_ONCE]) for block in blocks]
        given = model(piece if len(piece) > 1 else piece[0], training=False)
        parts.append(np.asarray(keras.ops.convert_to_numpy(given)))
    return np.concatenate(parts) if parts else np.zeros((0, model.outputs[0].shape[-1]), np.float32)


def prediction_frame(pipeline: Pipeline, predicted: np.ndarray) -> pl.DataFrame:
    """Outputs of the model as labels with probabilities, or as numbers in the target's own units."""
    target = pipeline.target
    if target.kind == "regression":
        return pl.DataFrame({"prediction": np.asarray(target.decode(predicted.astype(np.float64)))})
    each = np.stack([1 - predicted, predicted], 1) if target.kind == "binary" else predicted
    labels = target.labels(each.argmax(axis=1))
    columns = {f"probability_{name}": each[:, place].astype(np.float64) for place, name in enumerate(target.classes)}
    return pl.DataFrame({"prediction": pl.Series(labels, dtype=pl.String), **columns})


def _dense(block: Any) -> np.ndarray:
    if isinstance(block, np.ndarray):
        return block
    return np.asarray(block.toarray(), np.float32)
