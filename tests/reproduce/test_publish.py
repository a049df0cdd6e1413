import pytest

from wellfit.errors import OptionError
from wellfit.reproduce.publish import check_place, publish


def test_a_new_folder_appears_with_all_files(tmp_path):
    folder = publish(tmp_path / "deep" / "new", {"a.txt": "a", "b.bin": b"\x00"})
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"a.txt": b"a", "b.bin": b"\x00"}
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["new"]


def test_another_run_takes_the_place_of_the_first_and_leaves_what_is_not_its_own(tmp_path):
    publish(tmp_path / "here", {"a.txt": "first"})
    (tmp_path / "here" / "mine.txt").write_text("mine")
    publish(tmp_path / "here", {"a.txt": "second"})
    assert sorted(path.read_text() for path in (tmp_path / "here").iterdir()) == ["mine", "second"]


def test_what_ends_it_on_the_way_leaves_what_was_there(tmp_path):
    publish(tmp_path / "here", {"a.txt": "first"})
    for place in ("here", "new"):
        with pytest.raises(TypeError):
            publish(tmp_path / place, {"a.txt": "second", "b.txt": None})
    assert [path.name for path in tmp_path.iterdir()] == ["here"]
    assert [path.read_text() for path in (tmp_path / "here").iterdir()] == ["first"]


def test_a_file_in_the_place_of_the_folder(tmp_path):
    (tmp_path / "file").write_text("mine")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(OptionError, match=r"Cannot write to .*choose another with --out\."):
            publish(place, {"a.txt": "a"})
    assert (tmp_path / "file").read_text() == "mine"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_place_that_cannot_be_written_to_is_noticed_beforehand(tmp_path):
    (tmp_path / "file").write_text("mine")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(OptionError, match=r"file: it is a file\. Choose another folder with --out\."):
            check_place(place)
    check_place(tmp_path / "new" / "below")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
