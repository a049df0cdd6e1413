"""Which image files a folder holds, of which class and for which split each is."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from wellfit.data.images.suffixes import is_image

# Names of folders that are splits, and not classes, where folders of classes lie in them.
SPLITS = {
    "train": "train",
    "training": "train",
    "validation": "validation",
    "valid": "validation",
    "val": "validation",
    "dev": "validation",
    "test": "test",
    "testing": "test",
}
# What systems leave in folders of their own accord.
LITTER = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
DEEPEST = 2  # as in folder/train/cats
Kind = Literal["image", "link", "other", "loose", "empty", "aside"]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A file or a folder that was met: an `image` with its class, or what is passed over, and why.

    A `link` leaves the folder or leads to a folder, an `other` file has no name of an image, a `loose` image lies
    in no folder of a class, an `empty` folder of a class has no image, a folder `aside` lies beside those of splits.
    """

    kind: Kind
    path: Path
    shown: str
    label: str | None = None
    split: str | None = None


def holds_images(folder: Path) -> bool:
    """Whether an image lies in the folder, or in those of splits and of classes below it."""
    depth = len(folder.parts) + DEEPEST
    for place, folders, files in os.walk(folder):
        if any(map(is_image, files)):
            return True
        folders[:] = [] if len(Path(place).parts) >= depth else [name for name in folders if not _hidden(name)]
    return False


def find_images(folder: Path) -> list[Entry]:
    """The images of `folder/CLASS/` or of `folder/{train,validation,test}/CLASS/` and below, in order of their names.

    No link out of the folder is followed, nor any to a folder: a data set from elsewhere could reach anything.
    """
    root = folder.resolve()
    splits = [place for place in _visible(root) if place.name.lower() in SPLITS and _has_classes(place)]
    if not any(SPLITS[place.name.lower()] == "train" for place in splits):
        return _classes(root, root, None)
    aside = [place for place in _visible(root) if place.is_dir() and place not in splits]
    return [
        *(entry for place in splits for entry in _classes(place, root, SPLITS[place.name.lower()])),
        *(Entry(kind="aside", path=place, shown=_shown(place, root)) for place in aside),
    ]


def every_image(folder: Path) -> list[Path]:
    """The paths of all images in the folder and below, in the order of their names."""
    root = folder.resolve()
    found = (Path(entry.path) for entry in _walk(root) if _kind(entry, root) == "image")
    return [folder / path.relative_to(root) for path in found]


def _classes(place: Path, root: Path, split: str | None) -> list[Entry]:
    found = []
    for inside in _visible(place):
        if inside.is_dir() and not inside.is_symlink():
            found += _of_class(inside, root, split)
        elif is_image(inside) or inside.is_symlink():
            kind: Kind = "link" if inside.is_symlink() and _leaves(inside, root) else "loose"
            found.append(Entry(kind=kind, path=inside, shown=_shown(inside, root)))
    return found


def _of_class(place: Path, root: Path, split: str | None) -> list[Entry]:
    label = readable(place.name)
    found = [
        Entry(kind=_kind(one, root), path=Path(one.path), shown=_shown(one.path, root), label=label, split=split)
        for one in _walk(place)
    ]
    if any(entry.kind == "image" for entry in found):
        return found
    return [*found, Entry(kind="empty", path=place, shown=_shown(place, root), label=label, split=split)]


def _has_classes(place: Path) -> bool:
    if place.is_symlink() or not place.is_dir():
        return False
    return any(inside.is_dir() and any(is_image(one.name) for one in _walk(inside)) for inside in _visible(place))


def _walk(place: Path | str) -> Iterator[os.DirEntry[str]]:
    """All files in a folder and below; links to folders as well, which are not entered, nor what may not be read."""
    try:
        with os.scandir(place) as inside:
            entries = sorted((one for one in inside if not _hidden(one.name)), key=lambda one: one.name)
    except OSError:
        return
    yield from (one for one in entries if not one.is_dir(follow_symlinks=False))
    for one in entries:
        if one.is_dir(follow_symlinks=False):
            yield from _walk(one.path)


def _visible(place: Path) -> list[Path]:
    return sorted(inside for inside in place.iterdir() if not _hidden(inside.name))


def _hidden(name: str) -> bool:
    return name.startswith(".") or name.lower() in LITTER


def _kind(entry: os.DirEntry[str], root: Path) -> Kind:
    if entry.is_symlink() and _leaves(Path(entry.path), root):
        return "link"
    return "image" if is_image(entry.name) else "other"


def _leaves(link: Path, root: Path) -> bool:
    return link.is_dir() or not link.resolve().is_relative_to(root)


def readable(name: str) -> str:
    """A name that can be written down: bytes of it that are no UTF-8 become question marks."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _shown(path: Path | str, root: Path) -> str:
    """Of a path that was found below the root, where `relative_to` would take as long as finding it."""
    return readable(str(path)[len(str(root)) :].lstrip(os.sep))
