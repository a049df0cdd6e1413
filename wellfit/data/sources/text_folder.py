"""A folder of texts: one text a file, the sub-folder's name is its class."""

from pathlib import Path

import polars as pl

from wellfit.data.finding import Finding
from wellfit.data.sources.names import listed, study_name
from wellfit.data.sources.part import Part
from wellfit.errors import SourceError

PATTERN = "*.txt"


def holds_texts(folder: Path) -> bool:
    """Whether the folder, or a sub-folder of it, holds .txt files."""
    return any(folder.glob(PATTERN)) or holds_classes_of_texts(folder)


def holds_classes_of_texts(folder: Path) -> bool:
    """Whether a sub-folder of it holds .txt files."""
    return any(folder.glob(f"*/{PATTERN}"))


def read_text_folder(folder: Path) -> Part:
    """Rows of `folder/CLASS/*.txt` as columns `text` and `class`; of `folder/*.txt` as `text` alone.

    Files are read in the order of their names. A text that is not UTF-8 is read as Windows-1252, with a
    finding. Raises SourceError when a file cannot be opened.
    """
    loose, classed = sorted(folder.glob(PATTERN)), sorted(folder.glob(f"*/{PATTERN}"))
    files = classed or loose
    texts, other_encoding = _read_texts(files)
    columns = {"text": texts} | ({"class": [file.parent.name for file in files]} if classed else {})
    return Part(
        label=str(folder),
        name=study_name(folder.resolve()),
        frame=pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)),
        target="class" if classed else None,
        findings=(*_encoding_finding(other_encoding, len(files)), *_loose_finding(loose if classed else [])),
    )


def _read_texts(files: list[Path]) -> tuple[list[str], list[Path]]:
    texts, other_encoding = [], []
    for file in files:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise SourceError(f"{file} cannot be opened: {error.strerror}. Check your rights to it.") from error
        try:
            texts.append(data.decode("utf-8-sig"))
        except UnicodeDecodeError:
            texts.append(data.decode("cp1252", errors="replace"))
            other_encoding.append(file)
    return texts, other_encoding


def _encoding_finding(files: list[Path], count: int) -> tuple[Finding, ...]:
    if not files:
        return ()
    sentence = (
        f"{len(files):,} of {count:,} texts are not in UTF-8 (the first is {files[0].name}) and were read as "
        "Windows-1252; a few characters may be wrong."
    )
    return (Finding(kind="encoding", sentence=sentence, severity="warning", columns=("text",)),)


def _loose_finding(files: list[Path]) -> tuple[Finding, ...]:
    """The IMDB archive, for one, has lists of addresses (urls_pos.txt) beside its folders of classes."""
    if not files:
        return ()
    names = listed([file.name for file in files], limit=3)
    sentence = f"{names} left out: texts are read from the sub-folders, whose names are the classes."
    return (Finding(kind="left_out_files", sentence=sentence),)
