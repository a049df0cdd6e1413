"""Where things are kept between runs, and that they do not grow without end."""

import os
import time

import pytest

from wellfit.data import kept


@pytest.fixture
def named(monkeypatch):
    def name(value):
        monkeypatch.setenv(kept.VARIABLE, value)
        kept.folder.cache_clear()
        return kept.folder()

    yield name
    kept.folder.cache_clear()


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
    (tmp_path / "written to").mkdir()
    kept.forget_oldest(tmp_path, most_bytes=250)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["0", "1", "written to"]
    kept.forget_oldest(tmp_path, most_bytes=0)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["written to"]


def test_what_an_ended_process_left_half_written_goes_after_a_day(tmp_path):
    for name, hours in (("old", 25), ("young", 23)):
        (tmp_path / f".part-{name}").mkdir()
        (tmp_path / f".part-{name}" / "pixels").write_bytes(bytes(9))
        (tmp_path / f".{name}.npy").write_bytes(bytes(9))
        begun = time.time() - hours * 3600
        for path in (tmp_path / f".part-{name}", tmp_path / f".{name}.npy"):
            os.utime(path, (begun, begun))
    kept.forget_oldest(tmp_path, most_bytes=0)
    assert sorted(file.name for file in tmp_path.iterdir()) == [".part-young", ".young.npy"]
