"""NumPy archives with the arrays `x` and, for training, `y`."""

import zipfile
import zlib
from pathlib import Path

import numpy as np

from wellfit.data.sources.arrays import feature_frame, target_series
from wellfit.data.sources.content import read_bytes
from wellfit.data.sources.names import listed, study_name
from wellfit.data.sources.parquet import not_of_format
from wellfit.data.sources.part import Part
from wellfit.errors import SourceError


def read_npz(path: Path) -> Part:
    """Rows of an .npz file: `x` [rows, ...] and, unless it is for prediction only, `y` [rows].

    Arrays of Python objects are never opened: unpickling them could run code. Raises SourceError for those,
    for a file that is not .npz, without `x`, or with different lengths.
    """
    if not zipfile.is_zipfile(path):
        raise not_of_format(path, read_bytes(path), "npz")
    try:
        with np.load(path, allow_pickle=False) as archive:
            arrays = {key: archive[key] for key in ("x", "y") if key in archive.files}
            found = archive.files
    except (ValueError, OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise _unreadable(path, error) from error
    if "x" not in arrays:
        raise SourceError(
            f"{path} has no array x. Expected x [rows, ...] and y [rows], received {listed(found)}. "
            "Write it with numpy.savez_compressed(path, x=x, y=y)."
        )
    frame = feature_frame(arrays["x"], str(path))
    if "y" in arrays:
        frame = frame.with_columns(target_series(arrays["y"], str(path), frame.height))
    return Part(label=str(path), name=study_name(path), frame=frame, target="y" if "y" in arrays else None)


def _unreadable(path: Path, error: Exception) -> SourceError:
    if "allow_pickle" in str(error):
        return SourceError(
            f"{path} holds an array of Python objects, which is never opened: unpickling it could run code. Expected "
            "arrays of numbers or texts. Convert it where it was made, for example with x.astype('float32'), or give "
            "sequences of words as text in a table."
        )
    return SourceError(f"{path} is a damaged npz file ({error}). Expected whole arrays x and y. Write the file again.")
