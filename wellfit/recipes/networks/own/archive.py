"""A `.keras` file looked at before Keras sees it: plain values, or an error that says what to do."""

import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from wellfit.errors import ModelError

CONFIGURATION = "config.json"
# A configuration of the largest published models has a few megabytes.
MOST_BYTES, MOST_EXPANSION = 256_000_000, 100
# Layers that run what they find in the file, or load it from elsewhere.
RUNS_CODE = ("Lambda", "__lambda__", "TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer")
_OTHERS = {
    b"\x89HDF": "an HDF5 file, which Keras wrote before version 3",
    b"\x80\x04": "a Python pickle, which runs code when it is read",
    b"\x80\x05": "a Python pickle, which runs code when it is read",
}


def configuration(path: Path, *, unsafe: bool = False) -> dict[str, Any]:
    """The configuration inside a `.keras` file; none of the file is run.

    Args:
        path: the file.
        unsafe: whether layers may run code that the file brings along.

    Raises:
        ModelError: no file, no archive or a truncated one, names that lead out of it, more than it should hold,
            no configuration, a layer that runs code.
    """
    _check_file(path)
    try:
        with zipfile.ZipFile(path) as archive:
            _check_members(path, archive)
            damaged = archive.testzip()
            if damaged is not None:
                raise zipfile.BadZipFile(f"'{damaged}' has a wrong checksum")
            found = json.loads(archive.read(CONFIGURATION))
    except (ValueError, RecursionError) as error:
        raise ModelError(
            f"{path} holds a {CONFIGURATION} that cannot be read: {error}. Expected was the JSON that Keras writes; "
            "save the model again with `model.save(...)`."
        ) from error
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise ModelError(
            f"{path} is a damaged archive: {error}. Expected was a whole .keras file; copy it again from where it "
            "was made, or save the model again with `model.save(...)`."
        ) from error
    if not isinstance(found, dict) or "class_name" not in found:
        raise ModelError(
            f"{path} holds a {CONFIGURATION} that describes no model: expected was one with a class_name. Save the "
            "model again with `model.save(...)`."
        )
    if not unsafe:
        _refuse_code(path, found)
    return found


def objects(config: Any) -> Iterator[Mapping[str, Any]]:
    """Every object in a configuration: all that has a class and a configuration of its own."""
    waiting = [config]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Mapping):
            if isinstance(value.get("class_name"), str):
                yield value
            waiting += value.values()
        elif isinstance(value, list | tuple):
            waiting += value


def _check_file(path: Path) -> None:
    if path.is_dir():
        raise ModelError(f"{path} is a folder; expected a .keras file. Save the model with `model.save('m.keras')`.")
    if not path.is_file():
        raise ModelError(f"{path} does not exist. Expected a model that Keras saved (`model.save('{path.name}')`).")
    if zipfile.is_zipfile(path):
        return
    with path.open("rb") as file:
        begins = file.read(4)
    what = next((said for start, said in _OTHERS.items() if begins.startswith(start)), "something else")
    if begins.startswith(b"PK"):
        what = "the beginning of one: the file is truncated"
    raise ModelError(
        f"{path} is not a Keras model, or a damaged one: expected a .keras file, which is a zip archive, received "
        f"{what}. Save the model again with `model.save('m.keras')`, and copy it as a whole."
    )


def _check_members(path: Path, archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    for name in names:
        place = PurePosixPath(name.replace("\\", "/"))
        if place.is_absolute() or ".." in place.parts or ":" in name:
            raise ModelError(
                f"{path} holds a file called {name!r}, which leads out of the archive; expected only names within it. "
                "Keras writes no such file: do not trust where this one comes from."
            )
    for member in archive.infolist():
        if member.file_size > MOST_BYTES and member.file_size > MOST_EXPANSION * max(1, member.compress_size):
            raise ModelError(
                f"{path} holds {member.filename!r}, which would unpack to {member.file_size / 1e9:.0f} GB from "
                f"{member.compress_size / 1e6:.1f} MB; expected what Keras writes. Do not trust where it comes from."
            )
    if CONFIGURATION not in names:
        raise ModelError(
            f"{path} is a zip archive without {CONFIGURATION}; expected what `model.save('m.keras')` of Keras 3 "
            f"writes, received {', '.join(names[:5]) or 'an empty archive'}. Save the model again."
        )


def _refuse_code(path: Path, config: Mapping[str, Any]) -> None:
    for found in objects(config):
        if found["class_name"] in RUNS_CODE:
            inner = found.get("config")
            name = inner.get("name") if isinstance(inner, Mapping) else None
            raise ModelError(
                f"{path} has {'a layer' if name else 'something'} of kind {found['class_name'].strip('_')}"
                f"{f' ({name!r})' if name else ''}, which would run code from the file; expected layers that are "
                "plain values. Replace it by a layer class of your own or by operations of keras.ops, or pass "
                "--unsafe if you made the file yourself."
            )
