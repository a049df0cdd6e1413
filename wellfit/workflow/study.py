"""The public face of a run: start one, open one, and what it found as plain objects."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wellfit.diagnosis import Verdict
from wellfit.errors import StudyError
from wellfit.record import StudyRecord
from wellfit.record import summary as summarise
from wellfit.workflow.best import MODEL_FILE, Best
from wellfit.workflow.folder import new_study_folder
from wellfit.workflow.found import RecordedEffect, RecordedLevel, RecordedPlan, RecordedPrior, recorded_verdict
from wellfit.workflow.given import Given
from wellfit.workflow.names import check_names
from wellfit.workflow.options import Options
from wellfit.workflow.progress import Progress, Silent

if TYPE_CHECKING:
    from wellfit.data.dataset import Dataset

__all__ = ["Best", "Study", "open_study", "study"]


@dataclass(frozen=True)
class Study:
    """A study on disk: everything that one run left."""

    folder: Path
    summary: dict[str, Any] = field(repr=False)

    @property
    def verdict(self) -> Verdict | None:
        """The verdict on the plain network; None where the run did not get that far."""
        return recorded_verdict(self.summary["verdict"])

    @property
    def verdict_chosen(self) -> Verdict | None:
        """The verdict on the chosen recipe; None where no remedies were compared."""
        return recorded_verdict(self.summary["verdict_chosen"])

    @property
    def effects(self) -> tuple[RecordedEffect, ...]:
        """What each remedy changed, with intervals."""
        return tuple(RecordedEffect(**stored) for stored in self.summary["effects"])

    @property
    def priors(self) -> tuple[RecordedPrior, ...]:
        """What the networks that suit this kind of data changed, with intervals; empty where none was tried."""
        return tuple(RecordedPrior(**stored) for stored in self.summary["priors"])

    @property
    def levels(self) -> tuple[RecordedLevel, ...]:
        """Of images, what each level of training reached and brought, with intervals; empty for other data."""
        return tuple(RecordedLevel(**stored) for stored in self.summary["levels"])

    @property
    def plans(self) -> tuple[RecordedPlan, ...]:
        """How each population was trained; those of an unfinished run as far as it got."""
        return tuple(RecordedPlan(**stored) for stored in StudyRecord.open(self.folder).get("plans", []))

    @cached_property
    def best(self) -> Best:
        """The model that was chosen. Raises StudyError where the run did not get that far."""
        if self.summary["best"] is None:
            at = self.summary["stopped_at"]
            where = f"it stopped at the gate {at}" if at else "its gate `final` was not run"
            mend = "and let it finish" if at else "without --only"
            raise StudyError(
                f"The study in {self.folder} has no model: {where}. "
                f"Expected a finished study; repeat `wellfit run` {mend}."
            )
        return Best(self.folder / self.summary["best"]["path"], self.summary["best"])

    def report(self, path: str | Path | None = None) -> Path:
        """Draw the report again, by default as `report.html` in the study's folder, and return where it is."""
        from wellfit.report import write_report

        return write_report(self.folder, Path(path) if path is not None else None)

    def code(self) -> str:
        """A short script that trains the chosen recipe from the raw rows with plain Keras, without wellfit.

        It reads the source as the study did, from where it was, applies the same encoders and trains on the same
        rows. Raises StudyError where there is no model, or no source that a script could read.
        """
        from wellfit.code import write_script

        best = self.best
        return write_script(StudyRecord.open(self.folder), best.pipeline, best.folder / MODEL_FILE)


def open_study(folder: str | Path) -> Study:
    """Open what an earlier run left, finished or not. Raises StudyError where there is no study."""
    return Study(Path(folder), summarise(StudyRecord.open(Path(folder))))


def study(
    data: "Dataset",
    *,
    model: object = None,
    loss: object = None,
    metrics: Sequence[Any] = (),
    callbacks: Sequence[Any] = (),
    backbone: str | Path | None = None,
    weights: str | Path | None = None,
    views: int = 1,
    seeds: int = 5,
    seed: int = 0,
    budget: float = 600.0,
    only: Sequence[str] | None = None,
    all_remedies: bool = False,
    out: str | Path | None = None,
    progress: Progress | None = None,
    command: str | None = None,
) -> Study:
    """Run the gates on a dataset and leave a study with a verdict, a report and a model.

    Args:
        data: encoded rows with splits, from `wellfit.read`.
        model: a Keras model of one's own, compiled or not, a function that builds one, the path of a `.keras` file
            or "package.module:function". Its layers, optimizer and loss are kept: that is the recipe `yours`, which
            is trained from fresh starts. None: the starting network fits the kind of data.
        loss: what training minimises in place of the task's loss and of the model's own: a name or an object of
            `keras.losses`, or a function (y_true, y_pred) of `keras.ops` that gives a number a row. What is measured
            and compared stays the loss of the task.
        metrics: of `keras.metrics`, or functions (y_true, y_pred); the saved model's are in the summary, under `best`.
        callbacks: of Keras; they run on the last training, which goes through `model.fit` then.
        backbone: for images, a pretrained network: one of keras.applications by name, as "MobileNetV2", or a `.keras`
            file. A head is trained on its features, then its last blocks. Most want images read with `most_side=224`.
        weights: a file with the backbone's weights; without it Keras fetches them.
        views: of each training image that the backbone sees: itself, and others changed and mirrored at random.
        seeds: how many times each recipe is trained; data of less than 2,000 rows are cross-validated, with two
            fifths of it, at least two, in each of 8 folds.
        seed: where all chance comes from; the same seed gives the same study on the same machine.
        budget: seconds that it may take; what does not fit is left out, and said.
        only: gates to run, with those that they build on; all by default.
        all_remedies: try also those that the verdict does not call for.
        out: a folder that holds no study yet; by default one under `studies/` named after the data and the time.
        progress: who is told what happens; nobody by default.
        command: the command line that started it, kept for the report.

    Raises:
        OptionError: an argument has a value that does not exist, or `out` cannot be used; a loss that gives no finite
            number a row; a backbone for data that have no images.
        ModelError: Keras runs on a backend that cannot train, or the model cannot be loaded or does not fit the data; a
            callback that fails; weights of a backbone that are missing, or of another network.
    """
    named = None if only is None else tuple(only)
    options = Options(seeds=seeds, seed=seed, budget=budget, only=named, all_remedies=all_remedies)
    check_names(only)  # an unknown gate is an error before any folder is made
    given = Given(
        model=model,
        loss=loss,
        metrics=tuple(metrics),
        callbacks=tuple(callbacks),
        backbone=backbone,
        weights=weights,
        views=views,
    )
    began = time.monotonic()
    from wellfit.workflow.run import run  # brings Keras and JAX along

    folder = Path(out) if out is not None else new_study_folder(data.name)
    run(data, options, folder, progress or Silent(), command, began, given)
    return open_study(folder)
