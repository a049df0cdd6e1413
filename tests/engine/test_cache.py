"""Where things are kept between runs, and that they do not grow without end."""

import os
import subprocess
import sys

import pytest

from wellfit.engine import cache

TRAIN = """
import wellfit
from wellfit.recipes.networks import DenseNetwork
data = wellfit.read("example:iris")
runs = wellfit.fit_many(wellfit.Recipe(name="one", network=DenseNetwork(units=(4,))), data, seeds=1, epochs=1)
print(runs.curves["validation_loss"][0])
"""


@pytest.fixture
def named(monkeypatch):
    def name(value):
        monkeypatch.setenv(cache.VARIABLE, value)
        cache.folder.cache_clear()
        return cache.folder()

    yield name
    cache.folder.cache_clear()


def test_the_variable_names_the_folder_and_an_empty_one_keeps_nothing(named, tmp_path):
    assert named(str(tmp_path / "a" / "b")) == tmp_path / "a" / "b"
    assert (tmp_path / "a" / "b").is_dir()
    assert named("") is None
    (tmp_path / "file").write_text("")
    assert named(str(tmp_path / "file" / "inside")) is None  # no folder can be made there


def test_the_oldest_files_go_first(tmp_path):
    for age in range(4):
        file = tmp_path / str(age)
        file.write_bytes(bytes(100))
        os.utime(file, (1000 - age, 1000 - age))
    cache.forget_oldest(tmp_path, most_bytes=250)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["0", "1"]


def test_a_second_process_finds_the_programs_of_the_first_and_says_the_same(tmp_path):
    environment = {**os.environ, cache.VARIABLE: str(tmp_path)}
    said = []
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", TRAIN], capture_output=True, text=True, env=environment, check=True
        )
        said.append(done.stdout)
        kept = sorted(file.name for file in (tmp_path / "programs").iterdir() if file.name.endswith("-cache"))
        said.append(kept)
    assert said[0] == said[2]
    assert said[1] == said[3]
    assert any("run_chunk" in name or "jit" in name for name in said[1])
