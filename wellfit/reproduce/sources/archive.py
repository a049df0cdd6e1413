"""Arrays of an .npz archive, without ever unpickling."""

import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from wellfit.errors import SourceError
from wellfit.reproduce.sources.object_array import read_lists

MOST = 1_000_000_000  # bytes of one array, unpacked


def read_archive(path: Path, names: Sequence[str], *, lists: Sequence[str] = ()) -> list[np.ndarray]:
    """The arrays of these names; those in `lists` hold a list of whole numbers in each row.

    Raises SourceError where one is missing, damaged, or holds anything else.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return [_array(archive, name, lists=name in lists) for name in names]
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile, zlib.error, NotImplementedError) as error:
        raise SourceError(
            f"{path} cannot be used: {error}. Expected an archive of keras.datasets with {', '.join(names)}. "
            "Download it again."
        ) from error


def _array(archive: zipfile.ZipFile, name: str, *, lists: bool) -> np.ndarray:
    entry = archive.getinfo(f"{name}.npy")
    if entry.file_size > MOST:
        raise ValueError(f"{name} would take {entry.file_size:,} bytes")
    with archive.open(entry) as file:
        return read_lists(file) if lists else np.lib.format.read_array(file, allow_pickle=False)
