"""MNIST's digits and Fashion-MNIST's clothes: four idx files, or one archive of `keras.datasets`."""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from wellfit.errors import SourceError
from wellfit.reproduce.sources.archive import read_archive
from wellfit.reproduce.sources.idx import read_idx
from wellfit.reproduce.sources.wanted import Say, Wanted, located, missing, obtained

KERAS = "https://storage.googleapis.com/tensorflow/tf-keras-datasets"
FILES = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")


class Pictures(NamedTuple):
    """Grey values from 0 to 1, float32 [rows, 28, 28], and class numbers [rows]."""

    pixels: np.ndarray
    target: np.ndarray


class Collection(NamedTuple):
    """A family of pictures: its folders, the four original files, and the archive that Keras makes of them."""

    title: str
    originals: tuple[Wanted, ...]
    archive: Wanted | None


def _originals(title: str, first: str, *folders: str) -> tuple[Wanted, ...]:
    places = (first, "", *folders) if first else ("", *folders)
    return tuple(
        Wanted(
            title=title,
            names=tuple(f"{place}{file}{end}" for place in places for end in (".gz", "")),
            address=f"{KERAS}/{file}.gz",
        )
        for file in FILES
    )


DIGITS = Collection(
    title="the MNIST digits",
    originals=_originals("the MNIST digits", "", "mnist/", "MNIST/raw/"),
    archive=Wanted(
        title="the MNIST digits",
        names=("mnist.npz", "mnist/mnist.npz"),
        address=f"{KERAS}/mnist.npz",
        sha256="731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
    ),
)
CLOTHES = Collection(
    title="the Fashion-MNIST pictures",
    originals=_originals(
        "the Fashion-MNIST pictures", "fashion-mnist/", "fashion_mnist/", "fashion/", "FashionMNIST/raw/"
    ),
    archive=None,
)


def read_pictures(collection: Collection, folder: Path | None, say: Say) -> tuple[Pictures, Pictures]:
    """Those to train on and those to test on.

    Raises SourceError where files are missing or damaged, or are those of the other collection.
    """
    (x, y, x_test, y_test), source = _arrays(collection, folder, say)
    _refuse_the_other(collection, y, source)
    return _pictures(x, y, source), _pictures(x_test, y_test, source)


def _arrays(collection: Collection, folder: Path | None, say: Say) -> tuple[list[np.ndarray], Path]:
    """Pixels and labels to train on, pixels and labels to test on, and where they were found."""
    here = [path for wanted in collection.originals if (path := located(wanted, folder)) is not None]
    if len(here) == len(collection.originals):
        return [read_idx(path) for path in here], here[0].parent
    archive = collection.archive
    if archive is not None and (folder is None or located(archive, folder) is not None):
        path = obtained(archive, folder, say)
        return read_archive(path, ("x_train", "y_train", "x_test", "y_test")), path
    if folder is not None:
        raise missing([*([archive] if archive else []), *collection.originals], folder)
    paths = [obtained(wanted, folder, say) for wanted in collection.originals]
    return [read_idx(path) for path in paths], paths[0].parent


def _pictures(pixels: np.ndarray, target: np.ndarray, source: Path) -> Pictures:
    fits = pixels.shape[1:] == (28, 28) and pixels.dtype == np.uint8 and target.shape == pixels.shape[:1]
    if not fits or not len(target) or target.dtype.kind not in "iu" or target.min() < 0 or target.max() > 9:
        raise SourceError(
            f"{source} holds pictures of shape {pixels.shape} ({pixels.dtype}) and labels of shape {target.shape}. "
            "Expected bytes [rows, 28, 28] and a class from 0 to 9 for each. Download the files again."
        )
    return Pictures(pixels.astype(np.float32) / 255, target.astype(np.int32))


def _refuse_the_other(collection: Collection, target: np.ndarray, source: Path) -> None:
    """The two collections have the same file names; only clothes have 6,000 pictures of each class."""
    if target.shape != (60_000,):
        return
    counts = np.unique(target, return_counts=True)[1]
    if (len(set(counts.tolist())) == 1) != (collection is CLOTHES):
        raise SourceError(
            f"{source} does not hold {collection.title}: the classes have other counts, as if the files were those of "
            f"{DIGITS.title if collection is CLOTHES else CLOTHES.title}, whose names are the same. "
            f"Download {KERAS}/{FILES[0]}.gz and its three companions, or name another folder with --data."
        )
