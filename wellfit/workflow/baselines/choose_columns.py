"""The columns that say most about the target one by one, where all of them are too many for trees."""

import warnings

import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from sklearn.feature_selection import chi2, f_classif, f_regression

from wellfit.workflow.baselines.features import Matrix


def strongest(features: Matrix, target: NDArray[np.generic], kind: str, most: int) -> NDArray[np.intp]:
    """Numbers of at most `most` columns, in order: by chi² for words, else by the F test. Looks at training rows only.

    >>> strongest(np.array([[0.0, 1.0], [0.1, 5.0], [0.1, 1.1], [0.0, 5.2]]), np.array([0, 1, 0, 1]), "binary", 1)
    array([1])
    """
    if features.shape[1] <= most:
        return np.arange(features.shape[1])
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        # A column that is constant in these rows has no score; it comes last below.
        warnings.simplefilter("ignore")
        value = _value(features, target, kind)
    order = np.argsort(-np.nan_to_num(value, nan=-1.0, posinf=np.finfo(np.float64).max), kind="stable")
    return np.sort(order[:most])


def _value(features: Matrix, target: NDArray[np.generic], kind: str) -> NDArray[np.floating]:
    if kind == "regression":
        return f_regression(features, target)[0]
    if scipy.sparse.issparse(features) and features.min() >= 0:
        return chi2(features, target)[0]
    return f_classif(features, target)[0]
