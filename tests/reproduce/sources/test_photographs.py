import zipfile

import pytest

from wellfit.errors import SourceError
from wellfit.reproduce.sources.photographs import ARCHIVE, FOLDERS, photograph_folder


@pytest.fixture
def keras(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    return tmp_path / "keras" / "datasets"


def fill(folder):
    for part in ("train", "validation"):
        (folder / part / "cats").mkdir(parents=True)
        (folder / part / "cats" / "a.jpg").write_bytes(b"a")


def pack(path, inside=""):
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for part in ("train", "validation"):
            archive.writestr(f"{inside}{part}/cats/a.jpg", b"a")
    return path


@pytest.mark.parametrize("place", FOLDERS)
def test_folders_are_found_under_any_of_their_names(tmp_path, said, place):
    fill(tmp_path / "data" / place)
    assert photograph_folder(tmp_path / "data", said.append) == tmp_path / "data" / place


@pytest.mark.parametrize("inside", ["", "cats_and_dogs_filtered/"])
def test_an_archive_is_unpacked_once_beside_what_keras_keeps(tmp_path, keras, said, inside):
    pack(tmp_path / "data" / ARCHIVE.names[0], inside)
    found = photograph_folder(tmp_path / "data", said.append)
    assert found == keras / "cats_and_dogs_filtered"
    assert (found / "train" / "cats" / "a.jpg").read_bytes() == b"a"
    assert photograph_folder(None, said.append) == found
    assert len(said) == 1
    assert [path.name for path in keras.iterdir()] == ["cats_and_dogs_filtered"]


def test_a_damaged_archive_leaves_nothing(tmp_path, keras, said):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / ARCHIVE.names[0]).write_bytes(b"PK no more")
    with pytest.raises(SourceError, match=r"cannot be unpacked: .*Download https://storage"):
        photograph_folder(tmp_path / "data", said.append)
    assert list(keras.iterdir()) == []


def test_an_archive_of_something_else(tmp_path, keras, said):
    path = tmp_path / "data" / ARCHIVE.names[0]
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("other.txt", b"a")
    with pytest.raises(SourceError, match=r"does not hold the photographs.*no folders train and validation in it"):
        photograph_folder(tmp_path / "data", said.append)


def test_what_was_looked_for_is_said(tmp_path, said):
    with pytest.raises(
        SourceError, match=r"does not hold the photographs.*Looked for train, dogs_vs_cats/train, .*zip"
    ):
        photograph_folder(tmp_path, said.append)
    with pytest.raises(SourceError, match=r"There is no folder .*nowhere"):
        photograph_folder(tmp_path / "nowhere", said.append)
