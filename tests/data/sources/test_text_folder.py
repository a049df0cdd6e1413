"""Folders of texts by class."""

from pathlib import Path

from wellfit.data.sources.text_folder import holds_texts, read_text_folder


def folder_of(root: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


def test_the_sub_folder_is_the_class(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "reviews", {"pos/1.txt": b"good", "neg/2.txt": b"bad", "neg/1.txt": "né".encode()})
    part = read_text_folder(folder)
    assert part.frame.to_dicts() == [
        {"text": "né", "class": "neg"},
        {"text": "bad", "class": "neg"},
        {"text": "good", "class": "pos"},
    ]
    assert (part.target, part.name, part.findings) == ("class", "reviews", ())


def test_texts_without_a_class_are_for_prediction(tmp_path: Path) -> None:
    part = read_text_folder(folder_of(tmp_path, {"1.txt": b"good", "2.txt": b""}))
    assert part.frame.to_dict(as_series=False) == {"text": ["good", ""]}
    assert part.target is None


def test_other_encodings_are_read_and_told(tmp_path: Path) -> None:
    part = read_text_folder(folder_of(tmp_path, {"pos/1.txt": b"caf\xe9 \x81", "pos/2.txt": b"tea"}))
    assert part.frame["text"].to_list() == ["café \ufffd", "tea"]
    assert part.findings[0].sentence.startswith("1 of 2 texts are not in UTF-8 (the first is 1.txt)")
    assert part.findings[0].severity == "warning"


def test_loose_files_beside_classes_are_left_out(tmp_path: Path) -> None:
    part = read_text_folder(folder_of(tmp_path, {"pos/1.txt": b"good", "urls_pos.txt": b"http://"}))
    assert part.frame.height == 1
    assert part.findings[0].sentence.startswith('"urls_pos.txt" left out')


def test_folders_that_hold_no_texts(tmp_path: Path) -> None:
    assert not holds_texts(folder_of(tmp_path, {"pos/1.jpg": b"", "deep/er/1.txt": b""}))
    assert holds_texts(folder_of(tmp_path, {"pos/1.txt": b"x"}))
