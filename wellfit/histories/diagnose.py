"""`wellfit.diagnose`: the verdict on runs that wellfit did not make."""

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

from wellfit.diagnosis import Verdict
from wellfit.diagnosis.alone import judge_curves
from wellfit.errors import OptionError, StudyError
from wellfit.histories.evidence import evidence_of
from wellfit.histories.page import write_page
from wellfit.histories.penalty import penalty_of
from wellfit.histories.read import read_histories
from wellfit.record.tables import FILE_NAME
from wellfit.workflow.study import open_study

COUNTING = "0123456789-_. "  # what the names of seeds end with


def diagnose(
    history: Any, *, constant: float | None = None, name: str | None = None, out: str | Path | None = None
) -> Verdict:
    """Judge runs that were trained elsewhere by their curves: what happened, since which epoch, what to try next.

    The rules are those of a study, as far as curves carry them. `stuck` and `no_signal` need the loss of a constant
    prediction (`constant`), and `well_fit` needs a larger network: a history has neither, and the verdict says so. With
    several runs of one network (seeds) the intervals are over them; with a single one they come from how much its curve
    bounces from epoch to epoch, and how little that tells about another seed is said. The losses are taken as they were
    logged: Keras adds penalties on weights to both, and no log says how much; a `History` whose model has penalties is
    told so. `wellfit.Watch` judges without them.

    Args:
        history: a Keras `History` or its dict; the path of a json or csv file with one, of a TensorBoard event file or
            log folder, or of a study; or a list of these, one for each seed.
        constant: the loss of always giving the same answer, on the validation rows.
        name: what to call the network in the sentence; by default the name of the file.
        out: an html file to draw the curves in.

    Raises:
        SourceError: it cannot be read.
        DataError: it holds no curves that can be judged: no validation, one epoch, gaps.
        StudyError: a study without a verdict.
        OptionError: `constant` is no finite number, or `out` cannot be written.

    >>> losses = [0.7, 0.5, 0.4, 0.35, 0.3, 0.26, 0.22, 0.18, 0.15, 0.12]
    >>> found = diagnose({"loss": losses, "val_loss": [0.7, 0.55, 0.5, 0.48, 0.5, 0.53, 0.56, 0.6, 0.65, 0.7]})
    >>> found.kind, found.onset.value
    ('overfit', 4.0)
    """
    if out is not None and Path(out).suffix.lower() not in (".html", ".htm"):
        raise OptionError(f"The picture {out} should be an html page: name a file that ends in .html.")
    if is_study(history):
        return _of_study(Path(history), out, constant)
    if constant is not None and not math.isfinite(constant):
        raise OptionError(
            f"The constant's loss is {constant}. Expected a finite number, such as 0.693; or leave it out."
        )
    runs = read_histories(history)
    called = name or _name(history)
    verdict = judge_curves(evidence_of(runs, constant), name=called)
    verdict = replace(verdict, sentence=verdict.sentence + _penalised(history))
    if out is not None:
        write_page(verdict, runs, constant, Path(out))
    return verdict


def _penalised(history: Any) -> str:
    """What is to be said of penalties in the losses, where a `History` knows its model; else nothing is known."""
    model = getattr(history, "model", None)
    penalty = None if model is None else penalty_of(model)
    if penalty is None:
        return ""
    return (
        f" Both losses have a penalty on the weights in them, {penalty:.3g} by now: where it changed, so did they. "
        "wellfit.Watch() in the same fit judges without it."
    )


def is_study(history: Any) -> bool:
    """Whether a source is the folder of a study."""
    return isinstance(history, str | Path) and (Path(history) / FILE_NAME).is_file()


def _of_study(folder: Path, out: str | Path | None, constant: float | None) -> Verdict:
    if constant is not None:
        raise OptionError("A study knows the loss of a constant prediction: leave the constant out.")
    study = open_study(folder)
    if study.verdict is None:
        raise StudyError(
            f"The study in {folder} has no verdict: it did not get as far as the gate capacity. Repeat `wellfit run` "
            "and "
            "let it finish."
        )
    if out is not None:
        study.report(out)
    return study.verdict


def _name(history: Any) -> str:
    """What to call the network: by its file, or by what its seeds' files share; else "network"."""
    sources = list(history) if isinstance(history, list | tuple) else [history]
    if not all(isinstance(source, str | Path) for source in sources):
        return "network"
    names = [_own_name(Path(source).resolve()) for source in sources]
    if len(names) == 1:
        return names[0]
    shared = {name.rstrip(COUNTING).removesuffix("seed").rstrip(COUNTING) for name in names}
    return shared.pop() or "network" if len(shared) == 1 else "network"


def _own_name(path: Path) -> str:
    """The file's name for a file, its run's folder for an event file."""
    if "tfevents" in path.name:
        path = path.parent
    if path.name in ("train", "validation"):
        path = path.parent
    return path.name if path.is_dir() else path.name.split(".")[0]
