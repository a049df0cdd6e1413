"""A kernel in Numba's cache is a stale one as soon as any file that it is made of has changed."""

import shutil
from pathlib import Path

import pytest

from wellfit.engine.sparse import sources
from wellfit.engine.sparse.sources import fingerprint

SHARED = Path(sources.__file__).parent


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "kernel.py"
    path.write_text("a = 1\n")
    return path


def test_a_change_of_its_own_file(own):
    before = fingerprint([own])
    assert fingerprint([own]) == before > 0
    own.write_text("a = 2\n")
    assert fingerprint([own]) != before


@pytest.mark.parametrize("name", ["frame.py", "machine.py", "pool.py"])
def test_a_change_of_what_all_kernels_are_made_of(own, name, tmp_path, monkeypatch):
    folder = shutil.copytree(SHARED, tmp_path / "sparse", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(sources, "__file__", str(folder / "sources.py"))
    before = fingerprint([own])
    changed = folder / name
    changed.write_text(changed.read_text() + "\n")
    assert fingerprint([own]) != before
