"""A folder of texts: one text a file, the sub-folder's name is its class."""

from pathlib import Path

import polars as pl

from wellfit.data.finding import Finding
from wellfit.data.sources.names import study_name
from wellfit.data.sources.part import Part
from wellfit.errors import SourceError

PATTERN = "*.txt"


def holds_texts(folder: Path) -> bool:
    """Whether the folder, or a sub-folder of it, holds .txt files."""
    return any(folder.glob(PATTERN)) or any(folder.glob(f"*/{PATTERN}"))


def read_text_folder(folder: Path) -> Part:
    """Rows of `folder/CLASS/*.txt` as columns `text` and `class`; of `folder/*.txt` as `text` alone.

    Files are read in the order of their names. Bytes that are not UTF-8 are replaced, with a finding.
    Raises SourceError when texts lie both in the folder and in sub-folders: their class would be unclear.
    """
    loose, classed = sorted(folder.glob(PATTERN)), sorted(folder.glob(f"*/{PATTERN}"))
    if loose and classed:
        raise SourceError(
            f"{folder} holds texts in itself ({loose[0].name}, …) and in sub-folders ({classed[0].parent.name}, …). "
            "Expected one or the other. Move them so that each class has a sub-folder."
        )
    files = classed or loose
    texts, damaged = _read_texts(files)
    columns = {"text": texts} | ({"class": [file.parent.name for file in files]} if classed else {})
    return Part(
        label=str(folder),
        name=study_name(folder.resolve()),
        frame=pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)),
        target="class" if classed else None,
        findings=_findings(damaged, len(files)),
    )


def _read_texts(files: list[Path]) -> tuple[list[str], list[Path]]:
    texts, damaged = [], []
    for file in files:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise SourceError(f"{file} cannot be opened: {error.strerror}. Check your rights to it.") from error
        text = data.decode("utf-8-sig", errors="replace")
        texts.append(text)
        if "\ufffd" in text:
            damaged.append(file)
    return texts, damaged


def _findings(damaged: list[Path], count: int) -> tuple[Finding, ...]:
    if not damaged:
        return ()
    sentence = (
        f"{len(damaged):,} of {count:,} texts are not in UTF-8 (the first is {damaged[0].name}); characters that "
        "could not be read were replaced."
    )
    return (Finding(kind="encoding", sentence=sentence, severity="warning", columns=("text",)),)
