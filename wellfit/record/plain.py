"""Values as JSON knows them, so that what is stored can be read by any program."""

import dataclasses
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np


def plain(value: Any) -> Any:
    """Turn `value` into dicts, lists, text, finite numbers, booleans and None.

    NumPy scalars and arrays, tuples, sets, paths and dataclasses are taken apart. A number that is not
    finite becomes None: JSON has no NaN, and a strict reader would refuse the whole file.

    Raises:
        TypeError: a value of a type that has no plain form.

    >>> plain({"loss": np.float32(0.5), "epochs": (3, 4), "worst": float("inf")})
    {'loss': 0.5, 'epochs': [3, 4], 'worst': None}
    """
    if isinstance(value, np.generic | np.ndarray):
        return plain(value.tolist())
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return _taken_apart(value)


def _taken_apart(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return [plain(item) for item in sorted(value)]
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"a {type(value).__name__} has no plain form: {value!r:.80}")
