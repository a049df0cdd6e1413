"""The linear baseline: logistic or ridge regression, its strength chosen on the validation split."""

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import LinAlgWarning
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression, Ridge

from wellfit.data.dataset import Dataset
from wellfit.workflow.baselines.baseline import Baseline, measured
from wellfit.workflow.baselines.features import Matrix, matrix, width
from wellfit.workflow.baselines.probabilities import all_classes
from wellfit.workflow.baselines.sample import note, sample
from wellfit.workflow.baselines.scores import row_losses
from wellfit.workflow.baselines.threads import one_thread

# From strong to weak; with standardised features the best lies in between. Logistic: C, ridge: alpha.
STRENGTHS = {"logistic": (0.01, 0.1, 1.0, 10.0, 100.0), "ridge": (3000.0, 300.0, 30.0, 3.0, 0.3)}
MAX_ROWS = 50_000
# Cells of a dense matrix: a logistic regression on as many takes seconds, not minutes.
MAX_CELLS = 10_000_000


def fit(dataset: Dataset, *, seed: int = 0, max_rows: int = MAX_ROWS) -> Baseline:
    """What a weighted sum of the features achieves, with an L2 penalty.

    Fitted on training rows, at most `max_rows` of them (fewer for very wide dense tables, with a
    note); penalties are tried from strong to weak until the validation loss no longer falls.
    """
    train = dataset.rows("train")
    most = max_rows if "words" in dataset.blocks else min(max_rows, max(1000, MAX_CELLS // max(width(dataset), 1)))
    rows = sample(dataset, train, most, seed)
    model = _best(dataset, rows, sample(dataset, dataset.rows("validation"), most, seed))

    def predict(rows: NDArray[np.int64]) -> NDArray[np.floating]:
        return outputs(model, matrix(dataset, rows), dataset)

    return measured("linear", dataset, predict, note(len(rows), len(train)))


def outputs(model: Any, features: Matrix, dataset: Dataset) -> NDArray[np.floating]:
    """What the fitted model predicts, in the form of a network's outputs."""
    if dataset.task.kind == "regression":
        return model.predict(features)
    return all_classes(model.predict_proba(features), model.classes_, dataset.task)


def _best(dataset: Dataset, train: NDArray[np.int64], validation: NDArray[np.int64]) -> Any:
    features, target = matrix(dataset, train), dataset.target[train]
    unseen, truth = matrix(dataset, validation), dataset.target[validation]
    best, lowest = None, np.inf
    kind = "ridge" if dataset.task.kind == "regression" else "logistic"
    for strength in STRENGTHS[kind]:
        model = _fitted(kind, strength, features, target)
        loss = float(row_losses(outputs(model, unseen, dataset), truth, dataset.task.kind).mean())
        if best is not None and loss >= lowest:
            break
        best, lowest = model, loss
    return best


def _fitted(kind: str, strength: float, features: Matrix, target: NDArray[np.generic]) -> Any:
    model = Ridge(alpha=strength) if kind == "ridge" else LogisticRegression(C=strength, max_iter=200, tol=1e-3)
    with warnings.catch_warnings(), one_thread():
        # A solver that stops a little early is a baseline a little weaker; columns that repeat each other are harmless.
        warnings.simplefilter("ignore", ConvergenceWarning)
        warnings.simplefilter("ignore", LinAlgWarning)
        return model.fit(features, target)
