"""Rows encoded piece by piece into files are those encoded at once."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import scipy.sparse

import wellfit
from wellfit.data import encode, memory
from wellfit.data.mapped import FileArray
from wellfit.data.store.folder import refuse_if_too_large
from wellfit.errors import OptionError


def frame(rows=90):
    """A column of each kind."""
    random = np.random.default_rng(6)
    words = [f"word{i}" for i in range(40)]
    return pl.DataFrame(
        {
            "number": random.normal(size=rows),
            "gaps": [None if i % 9 == 0 else float(i % 5) for i in range(rows)],
            "colour": random.choice(["red", "green", "blue"], rows),
            "yes": random.integers(0, 2, rows) == 1,
            "day": pl.Series(np.arange(rows) % 50).cast(pl.Date),
            "review": [" ".join(random.choice(words, 12)) for _ in range(rows)],
            "pixels": pl.Series(random.normal(size=(rows, 2, 3)).astype(np.float32)),
            "y": random.integers(0, 2, rows),
        }
    )


def same(ours, theirs):
    assert list(ours.blocks) == list(theirs.blocks) == ["dense", "words", "pairs", "sequence", "array"]
    for name, block in theirs.blocks.items():
        given, found = (one.toarray() if scipy.sparse.issparse(one) else one for one in (block, ours.blocks[name]))
        np.testing.assert_array_equal(found, given)
    np.testing.assert_array_equal(ours.target, theirs.target)


@pytest.mark.parametrize("rows", [1, 7, 1000])
def test_pieces_of_any_size_are_encoded_alike(rows, tmp_path, monkeypatch):
    whole = wellfit.read(frame(), target="y")
    size = encode.encoded_bytes(whole.pipeline, frame())
    monkeypatch.setattr(encode, "PART_BYTES", rows * size // 90 + 1)
    stored = wellfit.read(frame(), target="y", store=tmp_path / "rows")
    same(stored, whole)
    assert FileArray.of(stored.blocks["dense"]).path == tmp_path / "rows" / "dense.npy"
    assert stored.raw is not None


def test_rows_go_to_files_where_memory_is_short(tmp_path, monkeypatch):
    whole = wellfit.read(frame(), target="y")
    assert FileArray.of(whole.blocks["dense"]) is None
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(memory, "SHARE", 0.0)
    mapped = wellfit.read(frame(), target="y")
    same(mapped, whole)
    assert tmp_path in FileArray.of(mapped.blocks["dense"]).path.parents


def test_the_estimate_is_what_the_blocks_take():
    data = wellfit.read(frame(400).drop("review"), target="y")
    assert encode.encoded_bytes(data.pipeline, frame(400)) == sum(block.nbytes for block in data.blocks.values())
    data = wellfit.read(frame(400), target="y")
    blocks = sum(block.nbytes for block in data.blocks.values() if not scipy.sparse.issparse(block))
    entries = 8 * (data.blocks["words"].nnz + data.blocks["pairs"].nnz)
    assert blocks + 0.3 * entries < encode.encoded_bytes(data.pipeline, frame(400)) < blocks + 3 * entries


def test_a_disk_that_is_too_small_is_told_before(tmp_path):
    with pytest.raises(OptionError, match=r"About 1000000000.0 GB are to be written, but .* GB are free on the disk"):
        refuse_if_too_large(10**18, tmp_path / "not" / "there")
    refuse_if_too_large(1000, tmp_path / "not" / "there")


LEAVING = """
    import sys
    from wellfit.data import memory
    import wellfit

    memory.SHARE = 0.0
    data = wellfit.read("example:iris")
    print(data.blocks["dense"].filename)
"""


def test_the_files_go_with_the_process(tmp_path):
    command = [sys.executable, "-c", textwrap.dedent(LEAVING)]
    around = os.environ | {"TMPDIR": str(tmp_path)}
    file = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120, env=around).stdout.strip()
    assert Path(file).is_relative_to(tmp_path)
    assert list(tmp_path.iterdir()) == []
