"""A baseline judged as networks of folds are: fitted anew in each, every row by the one that did not see it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from wellfit.data.dataset import Dataset
from wellfit.workflow.baselines.baseline import Baseline
from wellfit.workflow.baselines.scores import Scores


def over_folds(whole: Baseline, fit: Callable[[Dataset], Baseline], folds: Sequence[Dataset]) -> Baseline:
    """The baseline of the one split, with the losses and scores of the folds' selection rows in place of its own.

    What it says of other rows, such as those of the test split, stays as it was: it is the model of the one split.
    """
    parts = [fit(fold) for fold in folds]
    losses = [fold.loss_unit * part.selection_rows for fold, part in zip(folds, parts, strict=True)]
    rows = np.concatenate(losses)
    metric = np.average([part.selection.metric for part in parts], weights=list(map(len, losses)))
    return replace(whole, selection_rows=rows, selection=Scores(loss=float(rows.mean()), metric=float(metric)))
