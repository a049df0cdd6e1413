import hashlib

import pytest

from wellfit.errors import SourceError
from wellfit.reproduce.sources.wanted import Wanted, located, missing, obtained

CONTENT = b"rows"


@pytest.fixture
def wanted(tmp_path):
    (tmp_path / "server").mkdir()
    source = tmp_path / "server" / "rows.bin"
    source.write_bytes(CONTENT)
    return Wanted(
        title="the rows",
        names=("rows.bin", "folder/rows.bin"),
        address=source.as_uri(),
        sha256=hashlib.sha256(CONTENT).hexdigest(),
    )


@pytest.fixture
def keras(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    return tmp_path / "keras" / "datasets"


@pytest.mark.parametrize("place", ["rows.bin", "folder/rows.bin", "datasets/rows.bin"])
def test_a_file_is_found_under_any_of_its_names(tmp_path, wanted, place):
    path = tmp_path / "data" / place
    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT)
    assert located(wanted, tmp_path / "data") == path


def test_what_keras_has_kept_is_used_and_nothing_is_downloaded(keras, wanted, said):
    keras.mkdir(parents=True)
    (keras / "rows.bin").write_bytes(b"kept")
    assert obtained(wanted, None, said.append).read_bytes() == b"kept"
    assert said == []


def test_a_download_is_kept_where_keras_keeps_its_own(keras, wanted, said):
    path = obtained(wanted, None, said.append)
    assert (path, path.read_bytes()) == (keras / "rows.bin", CONTENT)
    assert said == [f"Downloading the rows from {wanted.address}."]


def test_a_download_that_is_something_else_is_not_kept(keras, wanted, said):
    other = Wanted(title="the rows", names=wanted.names, address=wanted.address, sha256="0" * 64)
    with pytest.raises(SourceError, match=r"gave is not the rows: its SHA-256 is not 0000.*that you name with --data"):
        obtained(other, None, said.append)
    assert not keras.exists() or list(keras.iterdir()) == []


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/rows.bin", "file:///nowhere/rows.bin"])
def test_without_a_network_it_says_what_to_do(keras, said, address):
    unreachable = Wanted(title="the rows", names=("rows.bin",), address=address)
    message = (
        rf"There is no {keras}/rows\.bin, and downloading the rows failed: .*\. Download {address} where there is a "
        rf"network and put it at {keras}/rows\.bin, or into a folder that you name with --data\."
    )
    with pytest.raises(SourceError, match=message):
        obtained(unreachable, None, said.append)


def test_a_folder_that_was_named_is_never_filled_up_from_the_network(tmp_path, keras, wanted, said):
    (tmp_path / "data").mkdir()
    with pytest.raises(
        SourceError, match=r"does not hold the rows\. Looked for rows\.bin, folder/rows\.bin\. Download"
    ):
        obtained(wanted, tmp_path / "data", said.append)
    assert said == []


def test_an_address_is_named_once(tmp_path, wanted):
    assert str(missing([wanted, wanted], tmp_path)).count(wanted.address) == 1
