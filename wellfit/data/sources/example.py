"""Example data that ships inside scikit-learn: nothing is downloaded."""

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

import numpy as np
import polars as pl

from wellfit.data.sources.arrays import array_series
from wellfit.data.sources.part import Part
from wellfit.errors import SourceError

PREFIX = "example:"
NAMES = ("breast_cancer", "diabetes", "digits", "iris", "wine")


def read_example(source: str) -> Part:
    """Rows of `example:NAME` with the column `target`: class names, or a number for diabetes.

    The 8 × 8 pictures of digits are one array column `x`. Raises SourceError for an unknown name.

    >>> read_example("example:iris").frame.shape
    (150, 5)
    """
    name = source.removeprefix(PREFIX)
    if name not in NAMES:
        close = get_close_matches(name, NAMES, n=1)
        hint = f" Did you mean {PREFIX}{close[0]}?" if close else ""
        raise SourceError(f'There is no example "{name}". Expected one of {", ".join(NAMES)}.{hint}')
    bunch = _loader(name)()
    features = _digits(bunch) if name == "digits" else _columns(bunch)
    return Part(label=source, name=name, frame=features.with_columns(_target(bunch, name)), target="target")


def _loader(name: str) -> Callable[[], Any]:
    from sklearn import datasets  # takes half a second: only when an example is asked for

    loaders: dict[str, Callable[[], Any]] = {
        "breast_cancer": datasets.load_breast_cancer,
        "diabetes": datasets.load_diabetes,
        "digits": datasets.load_digits,
        "iris": datasets.load_iris,
        "wine": datasets.load_wine,
    }
    return loaders[name]


def _digits(bunch: Any) -> pl.DataFrame:
    return pl.DataFrame([array_series("x", bunch.images.astype(np.uint8), "digits")])  # 0 to 16, whole


def _columns(bunch: Any) -> pl.DataFrame:
    return pl.DataFrame({str(name): bunch.data[:, position] for position, name in enumerate(bunch.feature_names)})


def _target(bunch: Any, name: str) -> pl.Series:
    if name in ("diabetes", "digits"):
        return pl.Series("target", bunch.target)
    return pl.Series("target", [str(bunch.target_names[code]) for code in bunch.target])
