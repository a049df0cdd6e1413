"""From what a user names (paths, globs, folders) to the files and folders that are read."""

from difflib import get_close_matches
from pathlib import Path

from wellfit.data.images.find import holds_images
from wellfit.data.sources.formats import READERS, format_suffix
from wellfit.data.sources.text_folder import holds_texts
from wellfit.errors import SourceError

MAGIC = frozenset("*?[")


def locate(source: str | Path) -> list[Path]:
    """The files, or the folder of texts, that a path or glob names, in the order of their names.

    Raises SourceError when nothing is there, with the nearest name that is.
    """
    text = str(source)
    if text.startswith(("http://", "https://", "s3://", "gs://")):
        raise SourceError(f"{text} is an address on the network. Expected a path; download the file first.")
    path = Path(source).expanduser()
    if path.is_dir():
        return _inside(path)
    if path.exists():
        return [path]
    if MAGIC & set(text):
        return _matching(path)
    raise _missing(path)


def _matching(pattern: Path) -> list[Path]:
    """Files only; those whose names begin with a dot are left alone, as a shell does."""
    first = next(place for place, part in enumerate(pattern.parts) if MAGIC & set(part))
    found = sorted(Path(*pattern.parts[:first]).glob("/".join(pattern.parts[first:])))
    files = [path for path in found if path.is_file() and not path.name.startswith(".")]
    if not files:
        raise SourceError(
            f"No file matches the pattern {pattern}. Expected at least one; check the folder and the suffix in it."
        )
    return files


def _inside(folder: Path) -> list[Path]:
    files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    tables = [path for path in files if format_suffix(path) in READERS]
    if tables:
        return tables
    if holds_texts(folder):
        return [folder]
    raise _neither(folder, files)


def _neither(folder: Path, files: list[Path]) -> SourceError:
    if holds_images(folder):
        received = "images, which are read by themselves and not among other sources"
    elif files:
        received = f"files of other kinds ({', '.join(path.name for path in files[:3])}, …)"
    else:
        received = "no file of a known kind"
    return SourceError(
        f"The folder {folder} cannot be read: it holds {received}. Expected table files (csv, tsv, json, jsonl, "
        "Parquet, Arrow, npz), or a sub-folder of .txt files or of images for each class. "
        "Name another folder, or files."
    )


def _missing(path: Path) -> SourceError:
    folder = path.parent
    if not folder.is_dir():
        return SourceError(f"{path} does not exist: there is no folder {folder}. Check the path.")
    close = get_close_matches(path.name, [entry.name for entry in folder.iterdir()], n=1)
    hint = f"Did you mean {folder / close[0]}?" if close else "Check the path and the spelling."
    return SourceError(f"{path} does not exist. Expected a file, a folder, a pattern or example:NAME. {hint}")
