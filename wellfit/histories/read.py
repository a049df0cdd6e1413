"""Any history a user has, as runs: objects and files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from wellfit.data.wording import count, listing
from wellfit.errors import DataError, SourceError, kind_of
from wellfit.histories.csv_file import read_csv
from wellfit.histories.events import is_log, read_events
from wellfit.histories.history import History
from wellfit.histories.json_file import histories_in, read_json

EXPECTED = (
    "Expected what fit returns (or its .history), a json or csv file with it, TensorBoard's event file or log folder, "
    "a study, or a list of these, one for each seed"
)


def read_histories(source: Any) -> list[History]:
    """The runs in a source: a Keras `History` or its dict, a path, or a list of them, one a seed.

    Raises SourceError where something cannot be read, DataError where it cannot be judged.
    """
    if isinstance(source, list | tuple) and source and not all(isinstance(one, dict) for one in source):
        runs = [run for one in source for run in read_histories(one)]
    elif isinstance(source, str | Path):
        runs = _of_path(Path(source))
    else:
        runs = histories_in(_plain(source), "the history")
    _check_different(runs)
    return runs


def _plain(source: Any) -> Any:
    """The dict in a Keras `History`, known by its attribute: Keras is not imported for it."""
    if isinstance(source, dict | list | tuple):
        return source
    inner = getattr(source, "history", None)
    if not isinstance(inner, dict):
        raise SourceError(f"Received {kind_of(source)}, which holds no history. {EXPECTED}.")
    if not inner:
        raise SourceError(f"The history is empty: nothing was trained yet. {EXPECTED}.")
    return inner


def _of_path(path: Path) -> list[History]:
    if path.is_dir() and not is_log(path):
        raise _no_log(path)
    if is_log(path):
        return [read_events(path)]
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    if suffixes[-1:] == [".json"]:
        return read_json(path)
    if suffixes[-1:] in ([".csv"], [".tsv"], [".log"], [".txt"]):
        return [read_csv(path)]
    if not path.exists():
        raise SourceError(f"{path} does not exist. {EXPECTED}. Check the path.")
    raise SourceError(
        f"{path} is of no kind that holds a history. {EXPECTED}: .json, .csv (also .tsv, .log and .txt), or a name "
        "with "
        "'tfevents' in it."
    )


def _no_log(path: Path) -> SourceError:
    """The error for a folder that is no run itself; the runs within it are named, for they may be no seeds."""
    inside = [one.name for one in sorted(path.iterdir()) if one.is_dir() and is_log(one)]
    files = [one.name for one in sorted(path.iterdir()) if one.suffix.lower() in (".json", ".csv")]
    if inside or files:
        return SourceError(
            f"{path} holds {count(len(inside or files), 'run')}: {listing(inside or files)}. Expected one run, or "
            "several "
            "that are seeds of one network. Name those that are: wellfit diagnose "
            f"{' '.join(str(path / name) for name in (inside or files)[:3])}"
        )
    return SourceError(
        f"{path} is a folder without a history: there is no event file in it, nor in folders train and validation "
        "within "
        f"it, and no study.sqlite. {EXPECTED}. Check the path."
    )


def _check_different(runs: Sequence[History]) -> None:
    for place, run in enumerate(runs):
        for other in runs[:place]:
            if np.array_equal(run.train_loss, other.train_loss, equal_nan=True) and not run.failed:
                raise DataError(
                    f"{run.name} and {other.name} hold the same curve twice: that is no second seed. Pass each run "
                    "once."
                )
