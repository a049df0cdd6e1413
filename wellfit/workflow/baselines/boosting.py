"""The boosting baseline: trees on binned features, stopped on the validation split."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

from wellfit.data.dataset import Dataset
from wellfit.workflow.baselines.baseline import Baseline, measured
from wellfit.workflow.baselines.choose_columns import strongest
from wellfit.workflow.baselines.features import Matrix, matrix, width
from wellfit.workflow.baselines.linear import outputs
from wellfit.workflow.baselines.sample import note, sample
from wellfit.workflow.baselines.threads import one_thread

MAX_ROWS = 50_000
MAX_COLUMNS = 300
# Cells binned for one iteration, times the trees grown in it: keeps an iteration at a fraction of a second.
MAX_WORK = 15_000_000
ROUNDS, PATIENCE, RATE = 300, 15, 0.1
# Pixels and words need no fine bins: on MNIST, 32 instead of 255 took half the time and lost nothing.
# The columns of a table do: on adult, the accuracy fell from 0.874 to 0.857.
BINS, BINS_WITHOUT_TABLE = 255, 32


def fit(dataset: Dataset, *, seed: int = 0, max_rows: int = MAX_ROWS) -> Baseline:
    """What gradient-boosted trees achieve: on tables the opponent to beat.

    Of more than 300 columns the 300 that say most about the target are kept, such as words by chi².
    Fitted on at most `max_rows` training rows (fewer with many columns and classes, with a note), and
    stopped when the validation loss has not fallen for 15 rounds.
    """
    train = dataset.rows("train")
    work = min(width(dataset), MAX_COLUMNS) * dataset.task.outputs
    rows = sample(dataset, train, min(max_rows, max(1000, MAX_WORK // max(work, 1))), seed)
    features = matrix(dataset, rows)
    columns = strongest(features, dataset.target[rows], dataset.task.kind, MAX_COLUMNS)
    model = _fitted(dataset, dense(features, columns), dataset.target[rows], columns, seed)

    def predict(rows: NDArray[np.int64]) -> NDArray[np.floating]:
        return outputs(model, dense(matrix(dataset, rows), columns), dataset)

    return measured("boosting", dataset, predict, _note(len(rows), len(train), len(columns), width(dataset)))


def dense(features: Matrix, columns: NDArray[np.intp]) -> NDArray[np.floating]:
    """These columns as a dense matrix: trees read no sparse one."""
    chosen = features[:, columns]
    return chosen if isinstance(chosen, np.ndarray) else chosen.toarray()


def _note(rows: int, available: int, columns: int, width: int) -> str:
    kept = "" if columns == width else f"Uses the {columns} of {width:,} columns that say most about the target."
    return " ".join(part for part in (kept, note(rows, available)) if part)


def _fitted(
    dataset: Dataset,
    features: NDArray[np.floating],
    target: NDArray[np.generic],
    columns: NDArray[np.intp],
    seed: int,
) -> Any:
    validation = dataset.rows("validation")
    # A class that the fitted rows lack cannot be scored by the early stopping.
    if dataset.task.kind != "regression":
        validation = validation[np.isin(dataset.target[validation], target)]
    options = {"learning_rate": RATE, "max_iter": ROUNDS, "n_iter_no_change": PATIENCE, "random_state": seed}
    family = HistGradientBoostingRegressor if dataset.task.kind == "regression" else HistGradientBoostingClassifier
    bins = BINS if "dense" in dataset.blocks else BINS_WITHOUT_TABLE
    # The usual 20 rows a leaf would leave a table of 40 rows without a single split.
    leaf = min(20, max(3, len(target) // 25))
    model = family(early_stopping=True, scoring="loss", max_bins=bins, min_samples_leaf=leaf, **options)
    unseen = dense(matrix(dataset, validation), columns)
    with one_thread():
        return model.fit(features, target, X_val=unseen, y_val=dataset.target[validation])
