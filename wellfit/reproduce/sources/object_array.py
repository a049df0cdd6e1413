"""Lists of whole numbers out of a pickled NumPy array, by a reader that can make nothing else.

`keras.datasets.imdb` keeps its reviews as an array of Python lists, which NumPy writes as a pickle, and a pickle may
call any function. This reader knows the names that such an array needs and puts inert stand-ins of its own in their
places: no code of the file runs, and none of NumPy's on its behalf.
"""

import pickle
from typing import IO, Any

import numpy as np

# What a pickle that is cut short or made up can raise.
_BROKEN = (
    pickle.UnpicklingError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    TypeError,
    ValueError,
)
READERS = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}


def read_lists(file: IO[bytes]) -> np.ndarray:
    """The lists of an .npy file of shape [rows], as an array of Python lists. Raises ValueError for all else."""
    version = np.lib.format.read_magic(file)
    if version not in READERS:
        raise ValueError(f"npy files of version {version} hold no such lists")
    shape, _, dtype = READERS[version](file)
    if not dtype.hasobject or len(shape) != 1:
        raise ValueError(f"lists of whole numbers were expected, received {dtype} of shape {shape}")
    try:
        found = _Reader(file).load()
    except _BROKEN as error:
        raise ValueError(f"its lists cannot be read: {error}") from error
    return _checked(found, shape[0])


def _checked(found: Any, rows: int) -> np.ndarray:
    values = found.values if type(found) is _Array else None
    if type(values) is not list or len(values) != rows:
        raise ValueError(f"{rows:,} lists were expected, and something else is there")
    # `type() is` and not isinstance: True is an int, but no word.
    if not all(type(row) is list and set(map(type, row)) <= {int} for row in values):
        raise ValueError("a row is not a list of whole numbers")
    array = np.empty(rows, object)
    for place, row in enumerate(values):  # all at once, lists of one length would be taken for a second axis
        array[place] = row
    return array


class _Array:
    """In the place of the array: keeps the last part of its state, which are the values."""

    values: Any = None

    def __setstate__(self, state: Any) -> None:
        self.values = state[-1]


class _Nothing:
    """In the place of what nothing is needed of, such as the array's type."""

    def __init__(self, *_values: Any) -> None: ...

    def __setstate__(self, _state: Any) -> None: ...


def _reconstruct(*_values: Any) -> _Array:
    return _Array()


class _Reader(pickle.Unpickler):
    """Unpickles numbers, texts, lists and tuples, and the names of an array."""

    def find_class(self, module: str, name: str) -> Any:
        """The stand-in of this name; anything else is refused."""
        if module in ("numpy.core.multiarray", "numpy._core.multiarray") and name == "_reconstruct":
            return _reconstruct
        if module == "numpy" and name in ("ndarray", "dtype"):
            return _Array if name == "ndarray" else _Nothing
        if (module, name) == ("_codecs", "encode"):  # how protocol 2 writes the one byte that it hands to the array
            return _Nothing
        raise pickle.UnpicklingError(f"{module}.{name} has no place in lists of whole numbers, and was not opened")
