"""A model that is not a network, judged by the network's own loss and metric."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wellfit.data.dataset import Dataset
from wellfit.data.series.facts import apart
from wellfit.workflow.baselines.scores import Scores, row_losses, scores
from wellfit.workflow.baselines.threads import one_thread

Predict = Callable[[NDArray[np.int64]], NDArray[np.floating]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Baseline:
    """A fitted baseline: its losses on the selection rows, and what it scores on any others.

    `predict` gives what a network's last layer would for these row numbers: the probability of the
    second class [rows], of each class [rows, classes], or the encoded target [rows]. `note` says
    what was left out to save time, and is empty otherwise. Of a series, the losses on the selection rows are means of
    some that follow each other, see `in_blocks`.
    """

    name: str
    note: str
    dataset: Dataset
    predict: Predict
    selection_rows: NDArray[np.float64]
    selection: Scores

    def losses(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """The loss on each of these row numbers."""
        with one_thread():
            return row_losses(self.predict(rows), self.dataset.target[rows], self.dataset.task.kind)

    def score(self, rows: NDArray[np.int64]) -> Scores:
        """Mean loss and metric on these row numbers, of whatever split."""
        with one_thread():
            return scores(self.predict(rows), rows, self.dataset)


def measured(name: str, dataset: Dataset, predict: Predict, note: str = "") -> Baseline:
    """The baseline with its losses on the selection split."""
    rows = dataset.rows("selection")
    with one_thread():
        predicted = predict(rows)
    losses = row_losses(predicted, dataset.target[rows], dataset.task.kind)
    return Baseline(
        name=name,
        note=note,
        dataset=dataset,
        predict=predict,
        selection_rows=apart(losses, dataset.series),
        selection=scores(predicted, rows, dataset),
    )
