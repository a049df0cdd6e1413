"""From paths, globs and folders to files."""

from pathlib import Path

import pytest

from wellfit.data.sources.locate import locate
from wellfit.errors import SourceError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.csv", "a.csv", "c.json", ".hidden.csv", "notes.md", "deep/d.csv", "odd[1].csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    return tmp_path


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("a.csv", ["a.csv"]),
        ("[ab].csv", ["a.csv", "b.csv"]),
        ("?.json", ["c.json"]),
        ("**/?.csv", ["a.csv", "b.csv", "d.csv"]),
        ("odd[1].csv", ["odd[1].csv"]),
        (".", ["a.csv", "b.csv", "c.json", "odd[1].csv"]),
        ("notes.md", ["notes.md"]),
    ],
)
def test_found(folder: Path, source: str, names: list[str]) -> None:
    assert [path.name for path in locate(str(folder / source))] == names


def test_a_pattern_from_where_one_stands(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "deep")
    assert [path.name for path in locate("../[ab].csv")] == ["a.csv", "b.csv"]
    assert locate("*.csv") == [Path("d.csv")]


def test_a_folder_of_texts_is_one_source(tmp_path: Path) -> None:
    (tmp_path / "pos").mkdir()
    (tmp_path / "pos" / "1.txt").write_text("good")
    assert locate(tmp_path) == [tmp_path]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("b.cvs", r"b.cvs does not exist.*Did you mean .*b.csv\?"),
        ("zzzzzzz", "does not exist. Expected a file, a folder, a pattern or example:NAME. Check the path"),
        ("nowhere/a.csv", "there is no folder .*nowhere"),
        ("*.parquet", "No file matches the pattern .*parquet"),
    ],
)
def test_nothing_there(folder: Path, source: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        locate(str(folder / source))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("cats/1.jpg", "it holds images, which are read by themselves"),
        ("notes.md", r"it holds files of other kinds \(notes.md, …\)"),
        (".hidden", "it holds no file of a known kind. Expected table files"),
    ],
)
def test_folders_of_something_else(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("x")
    with pytest.raises(SourceError, match=message):
        locate(tmp_path)


def test_addresses() -> None:
    with pytest.raises(SourceError, match=r"an address on the network. Expected a path; download"):
        locate("https://example.org/a.csv")
