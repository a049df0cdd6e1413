"""wellfit: from a data set to a verdict, a report and a Keras model that generalizes.

    import wellfit

    data = wellfit.read("reviews.jsonl", target="sentiment")
    study = wellfit.study(data, seeds=5)
    study.verdict, study.effects, study.best
    study.best.predict("new.jsonl")

    wellfit.diagnose(model.fit(...))                  # or the files of runs that were trained elsewhere
    model.fit(..., callbacks=[wellfit.Watch()])       # says what it sees, and stops once it overfits

Importing does no work: a public name brings its libraries along when it is first used (PEP 562).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wellfit.data.dataset import Dataset as Dataset
    from wellfit.data.finding import Finding as Finding
    from wellfit.data.pipeline import Pipeline as Pipeline
    from wellfit.data.read import read as read
    from wellfit.data.schema import Schema as Schema
    from wellfit.data.splits import Splits as Splits
    from wellfit.data.task import Task as Task
    from wellfit.diagnosis.effects import Effect as Effect
    from wellfit.diagnosis.intervals import Interval as Interval
    from wellfit.diagnosis.verdict import Verdict as Verdict
    from wellfit.engine.fit_many import fit_many as fit_many
    from wellfit.engine.runs import Runs as Runs
    from wellfit.errors import DataError as DataError
    from wellfit.errors import ModelError as ModelError
    from wellfit.errors import OptionError as OptionError
    from wellfit.errors import SourceError as SourceError
    from wellfit.errors import StudyError as StudyError
    from wellfit.errors import WellfitError as WellfitError
    from wellfit.histories.diagnose import diagnose as diagnose
    from wellfit.histories.watch import Watch as Watch
    from wellfit.recipes.recipe import Recipe as Recipe
    from wellfit.workflow.study import Best as Best
    from wellfit.workflow.study import Study as Study
    from wellfit.workflow.study import open_study as open_study
    from wellfit.workflow.study import study as study

__version__ = "0.1.0"

# Where each public name lives. The block above says the same to type checkers; a test holds the two together.
_HOMES = {
    "read": "wellfit.data.read",
    "study": "wellfit.workflow.study",
    "open_study": "wellfit.workflow.study",
    "fit_many": "wellfit.engine.fit_many",
    "diagnose": "wellfit.histories.diagnose",
    "Watch": "wellfit.histories.watch",
    "Recipe": "wellfit.recipes.recipe",
    "Runs": "wellfit.engine.runs",
    "Study": "wellfit.workflow.study",
    "Best": "wellfit.workflow.study",
    "Dataset": "wellfit.data.dataset",
    "Schema": "wellfit.data.schema",
    "Pipeline": "wellfit.data.pipeline",
    "Splits": "wellfit.data.splits",
    "Task": "wellfit.data.task",
    "Finding": "wellfit.data.finding",
    "Verdict": "wellfit.diagnosis.verdict",
    "Effect": "wellfit.diagnosis.effects",
    "Interval": "wellfit.diagnosis.intervals",
    "WellfitError": "wellfit.errors",
    "SourceError": "wellfit.errors",
    "DataError": "wellfit.errors",
    "OptionError": "wellfit.errors",
    "ModelError": "wellfit.errors",
    "StudyError": "wellfit.errors",
}

__all__ = ["__version__", *_HOMES]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'wellfit' has no attribute {name!r}; its public names are {', '.join(__all__)}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value  # the next access finds it without coming here
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
