"""The reader of pickled lists: it reads what NumPy writes, and nothing else."""

import io
import os
import pickle
import subprocess

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfit.reproduce.sources.object_array import read_lists


def objects(values):
    array = np.empty(len(values), object)
    for place, value in enumerate(values):
        array[place] = value
    return array


def as_file(values):
    file = io.BytesIO()
    np.lib.format.write_array(file, objects(values))
    return io.BytesIO(file.getvalue())


def forged(payload, rows=1):
    """An .npy file that says it holds objects, with any pickle after its head."""
    file = io.BytesIO()
    head = {"descr": "|O", "fortran_order": False, "shape": (rows,)}
    np.lib.format.write_array_header_1_0(file, head)
    return io.BytesIO(file.getvalue() + payload)


@given(st.lists(st.lists(st.integers()), min_size=1))
def test_it_reads_back_what_numpy_wrote(values):
    assert read_lists(as_file(values)).tolist() == values


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_it_reads_all_protocols(protocol):
    array = objects([[1, 2], [3, 4]])
    assert read_lists(forged(pickle.dumps(array, protocol=protocol), rows=2)).tolist() == [[1, 2], [3, 4]]


def test_it_reads_the_name_that_older_versions_wrote():
    payload = pickle.dumps(objects([[7]]), protocol=2).replace(b"numpy._core.multiarray", b"numpy.core.multiarray")
    assert read_lists(forged(payload)).tolist() == [[7]]


class Call:
    def __init__(self, function, *arguments):
        self._call = function, arguments

    def __reduce__(self):
        return self._call


@pytest.mark.parametrize(
    "function, arguments",
    [
        (os.system, ("touch hacked",)),
        (subprocess.getoutput, ("touch hacked",)),
        (eval, ("open('hacked', 'w')",)),
        (open, ("hacked", "w")),
        (np.save, ("hacked", 1)),
    ],
)
@pytest.mark.parametrize("inside", [False, True])
def test_no_code_of_the_file_runs(function, arguments, inside, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    call = Call(function, *arguments)
    file = as_file([[call]]) if inside else forged(pickle.dumps(call))
    with pytest.raises(ValueError, match="has no place in lists of whole numbers, and was not opened"):
        read_lists(file)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "file, message",
    [
        (as_file([["a"]]), "a row is not a list of whole numbers"),
        (as_file([[True]]), "a row is not a list of whole numbers"),
        (as_file([[1.5]]), "a row is not a list of whole numbers"),
        (as_file([(1, 2)]), "a row is not a list of whole numbers"),
        (as_file([[[1]]]), "a row is not a list of whole numbers"),
        (as_file([{1: 2}]), "a row is not a list of whole numbers"),
        (forged(pickle.dumps([[1]])), "1 lists were expected, and something else is there"),
        (forged(pickle.dumps(np.arange(3))), "1 lists were expected"),
        (forged(pickle.dumps(np.array([[1], [2, 3]], object)), rows=3), "3 lists were expected"),
        (forged(b""), "Ran out of input"),
        (forged(b"\x80\x04garbage"), "cannot be read"),
        (forged(b"cnumpy\nndarray\n(dtR."), "cannot be read|expected"),
        (forged(b"cnumpy\nndarray\n)R}b."), "cannot be read"),
    ],
)
def test_anything_else_is_refused(file, message):
    with pytest.raises(ValueError, match=message):
        read_lists(file)


@given(st.binary(max_size=60))
def test_any_bytes_are_refused_or_read_and_never_crash(payload):
    with pytest.raises(ValueError):
        read_lists(forged(payload, rows=2))


def test_arrays_of_numbers_are_not_lists():
    file = io.BytesIO()
    np.lib.format.write_array(file, np.arange(3))
    with pytest.raises(ValueError, match="lists of whole numbers were expected, received int64"):
        read_lists(io.BytesIO(file.getvalue()))
