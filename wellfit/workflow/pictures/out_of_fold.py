"""Answers about rows that networks were trained on, from models that never saw them."""

from collections.abc import Sequence

import numpy as np

from wellfit.workflow.pictures.held_out import HeldOut

FOLDS = 5
# Of standardised features of a pretrained network, of which there are about as many as rows: strong, so that no wrong
# label is learned by heart, and probabilities stay honest.
INVERSE_STRENGTH = 1e-3
MOST_ROWS = 20_000  # above, a linear model on a thousand features takes minutes


def out_of_fold(
    features: np.ndarray,
    labels: np.ndarray,
    rows: np.ndarray,
    *,
    groups: Sequence[int] = (),
    split: str = "train",
    seed: int = 0,
) -> HeldOut | None:
    """What linear models on frozen features say of rows: each of a fifth of them, fitted on the others.

    The features must come from a network that was not trained on these labels. Rows of one group, such as
    near-duplicates, are kept in one fold. None where a class has less rows than there are folds, or where it would
    take long.

    Args:
        features: [all rows, width], frozen.
        labels: class numbers of all rows.
        rows: numbers of the rows to judge.
        groups: a number for each of all rows, equal for those that belong together; empty where each stands alone.
        split: what the rows are called.
        seed: of the folds.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedGroupKFold
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    x, y = np.asarray(features[rows], np.float64), labels[rows].astype(np.int64)
    together = np.asarray(groups)[rows] if len(groups) else np.arange(len(rows))
    classes = int(labels.max(initial=0)) + 1
    enough = len(rows) and np.bincount(y, minlength=classes).min() >= FOLDS
    if not enough or len(np.unique(together)) < FOLDS or len(rows) > MOST_ROWS:
        return None
    each = np.zeros((len(rows), classes))
    folds = StratifiedGroupKFold(n_splits=FOLDS, shuffle=True, random_state=seed)
    for fitted, judged in folds.split(x, y, together):
        if len(np.unique(y[fitted])) < classes:
            return None  # groups so large that a class lies in one fold
        model = make_pipeline(StandardScaler(), LogisticRegression(C=INVERSE_STRENGTH, max_iter=500))
        each[judged] = model.fit(x[fitted], y[fitted]).predict_proba(x[judged])
    return HeldOut(split=split, rows=rows, truth=y, predicted=each[:, 1] if classes == 2 else each)
