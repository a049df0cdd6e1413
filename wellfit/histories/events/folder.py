"""Event files as Keras' TensorBoard callback lays them out: folders `train` and `validation` of one run."""

from pathlib import Path

from wellfit.errors import SourceError
from wellfit.histories.columns import ERRORS, METRICS, TRAINING, VALIDATION, history_of
from wellfit.histories.events.scalars import Scalars, scalars
from wellfit.histories.history import History

MARK = "tfevents"
PARTS = ("train", "validation")
EPOCH = "epoch_"  # what Keras writes before the name of a measure


def is_log(path: Path) -> bool:
    """Whether a file is named like an event file, or a folder holds one at its top or in `train`, `validation`."""
    if path.is_dir():
        return bool(_files(path) or any(_files(path / part) for part in PARTS))
    return MARK in path.name


def read_events(path: Path) -> History:
    """The run in an event file or in a log folder; a file in `train` brings its neighbour in `validation` along.

    Raises SourceError where files are damaged or hold several runs, DataError where the curves cannot be judged.
    """
    folder = path if path.is_dir() else path.parent
    if not path.is_dir() and folder.name not in PARTS:
        return history_of(_columns(_measures(scalars(path)), {}), str(path))
    root = folder.parent if folder.name in PARTS else folder
    train, validation = (_measures(_merged(root / part)) for part in PARTS)
    if not train and not validation:
        train = _measures(_merged(root))
    return history_of(_columns(train, validation), str(path))


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(one for one in folder.iterdir() if MARK in one.name and one.is_file())
    except OSError:
        return []


def _merged(folder: Path) -> Scalars:
    """The scalars of all event files of a folder: a run that was continued has several."""
    merged: Scalars = {}
    for file in _files(folder):
        for tag, values in scalars(file).items():
            there = merged.setdefault(tag, {})
            if there.keys() & values.keys() and tag.startswith(EPOCH):
                raise SourceError(
                    f"{folder} holds more than one run: {file.name} writes {tag!r} again at step "
                    f"{min(there.keys() & values.keys())}. Expected a log folder of its own for each run; move the "
                    "event files of one of them elsewhere."
                )
            there.update(values)
    return merged


def _measures(found: Scalars) -> Scalars:
    """The measures of an epoch by Keras' names; what is logged by batch, and all that is no curve, is left out."""
    # Keras counts epochs from 0; with update_freq=2 it writes every other one, so that the first need not be there.
    named = {
        tag.removeprefix(EPOCH): {step + 1: value for step, value in values.items()}
        for tag, values in found.items()
        if tag.startswith(EPOCH)
    }
    known = (*TRAINING, *VALIDATION, *METRICS, *ERRORS, *(f"val_{name}" for name in (*METRICS, *ERRORS)))
    return named or {tag: values for tag, values in found.items() if tag.lower() in known}


def _columns(train: Scalars, validation: Scalars) -> dict[str, list[float | None]]:
    """One column a measure, over the steps of the training loss; None where a measure was not written."""
    together = {**train, **{f"val_{name}": values for name, values in validation.items()}}
    first = next((together[name] for name in together if name.lower() in TRAINING), {})
    steps = sorted(first)
    if not steps:
        return {name: [] for name in together}
    columns: dict[str, list[float | None]] = {"epoch": [float(step) for step in steps]}
    return columns | {name: [values.get(step) for step in steps] for name, values in together.items()}
