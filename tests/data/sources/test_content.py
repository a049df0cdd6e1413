"""Bytes of files, unpacked and proven to be text."""

import gzip
from pathlib import Path

import pytest

from wellfit.data.sources import content
from wellfit.data.sources.content import looks_like, read_bytes, read_text
from wellfit.errors import SourceError


def written(folder: Path, data: bytes) -> Path:
    path = folder / "rows.csv"
    path.write_bytes(data)
    return path


def test_gzip_is_recognised_by_content(tmp_path: Path) -> None:
    assert read_text(written(tmp_path, gzip.compress(b"a,b\n"))) == b"a,b\n"


def test_the_byte_order_mark_is_taken_off(tmp_path: Path) -> None:
    assert read_text(written(tmp_path, "\ufeffé".encode())) == "é".encode()


def test_text_longer_than_a_chunk_is_checked_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "CHUNK", 5)
    text = "aé€𝄞" * 20
    assert read_text(written(tmp_path, text.encode())).decode() == text
    with pytest.raises(SourceError, match=r"byte 0xe9 in line 2 is not part of any character"):
        read_text(written(tmp_path, (text + "\n").encode() + b"caf\xe9 1234567"))


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n"])
def test_empty(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(SourceError, match=r"rows.csv is empty. Expected rows of data"):
        read_bytes(written(tmp_path, data))


def test_truncated_gzip(tmp_path: Path) -> None:
    data = gzip.compress(b"a,b\n1,2\n" * 100)[:-15]
    with pytest.raises(SourceError, match=r"damaged or truncated gzip file.*Copy or download it again"):
        read_text(written(tmp_path, data))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (bytes(range(256)), "holds zero bytes, so it is binary"),
        (b"\x89PNG\r\n\x1a\n", "looks like a PNG image"),
        (b"PAR1....", "looks like a Parquet file"),
        ("a,b\n1,2\n".encode("utf-16"), "looks like text in UTF-16"),
        (b"\x80\x04\x95", "looks like a Python pickle"),
    ],
)
def test_binary(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=f"cannot be read as text: it {message}"):
        read_text(written(tmp_path, data))


def test_another_encoding(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"not in UTF-8: byte 0xe9 in line 2.*iconv -f WINDOWS-1252"):
        read_text(written(tmp_path, "name,age\nRené,31\n".encode("latin-1")))


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"cannot be opened: No such file"):
        read_bytes(tmp_path / "nowhere.csv")


def test_unknown_bytes_look_like_nothing() -> None:
    assert looks_like(b"age,job") is None
