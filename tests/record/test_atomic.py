import pytest

from wellfit.errors import OptionError
from wellfit.record import write_atomically


def test_text_is_written_as_utf8_and_folders_are_made(tmp_path):
    path = write_atomically(tmp_path / "a" / "b.txt", "Größe ≤ 2")

    assert path.read_bytes() == "Größe ≤ 2".encode()


def test_an_older_file_is_replaced_and_nothing_else_is_left(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")

    write_atomically(path, b"new")

    assert path.read_bytes() == b"new"
    assert [file.name for file in tmp_path.iterdir()] == ["a.bin"]


def test_a_file_in_place_of_a_folder_is_an_error_that_says_so(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(OptionError, match=r"Cannot write .*file/report.html: .*choose another place"):
        write_atomically(tmp_path / "file" / "report.html", "x")


def test_a_folder_in_place_of_the_file_is_an_error_and_leaves_no_rest(tmp_path):
    (tmp_path / "report.html").mkdir()

    with pytest.raises(OptionError, match=r"Cannot write .*report.html: Is a directory"):
        write_atomically(tmp_path / "report.html", "x")
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]
