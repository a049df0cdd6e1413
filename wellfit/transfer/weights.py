"""Pretrained weights of an application: from a file, from where Keras keeps or fetches them, or drawn."""

import os
import re
from pathlib import Path
from typing import NamedTuple

from wellfit.backend import keras
from wellfit.errors import ModelError
from wellfit.transfer.applications import RANDOM, Application

_FETCH = re.compile(r"URL fetch failure on (\S+): ")
# The files that Keras keeps under another name than they have where it fetches them.
_KEPT_AS = {
    "NASNet-mobile-no-top.h5": "nasnet_mobile_no_top.h5",
    "NASNet-large-no-top.h5": "nasnet_large_no_top.h5",
}
_TOP = (
    " Weights with their top, the classes of ImageNet, do not fit either: take the file whose name has 'notop' or "
    "'no_top' in it."
)
_SUFFIXES = (".h5", ".keras")


class Pretrained(NamedTuple):
    """A network with its weights, and the factor of its width."""

    network: keras.Model
    width: float | None


def pretrained(found: Application, side: tuple[int, int], weights: str | Path | None) -> Pretrained:
    """The network of an application for images of this height and width.

    Args:
        found: what to build.
        side: height and width of the images.
        weights: a file; None for those of ImageNet, which Keras keeps or fetches; RANDOM for none.

    Raises:
        ModelError: there is no such file, it holds weights of another network, or they cannot be fetched.
    """
    first = next(iter(found.widths), None)
    if weights is None:
        return Pretrained(_fetched(found, side, first), first)
    if weights == RANDOM:
        return Pretrained(found.build(side, None, first), first)
    path = Path(weights).expanduser()
    _check_file(path, found)
    return _from_file(found, side, path)


def _from_file(found: Application, side: tuple[int, int], path: Path) -> Pretrained:
    """Of the widths that it may have, the one that the weights are of."""
    reason: Exception | None = None
    for width in found.widths or (None,):
        network = found.build(side, None, width)
        try:
            network.load_weights(path)
        except Exception as error:  # noqa: BLE001  what Keras and h5py raise has no common base
            reason = reason or error
            continue
        return Pretrained(network, width)
    assert reason is not None
    raise ModelError(_misfit(found, path, reason)) from reason


def _misfit(found: Application, path: Path, reason: Exception) -> str:
    said = next(iter(str(reason).strip().splitlines()), type(reason).__name__)[:300]
    whole = "" if re.search("no_?top", path.name) else _TOP
    return (
        f"The weights in {path} are not those of {found.shown(found.width)}: {said} Expected was a file that "
        f"keras.applications.{found.name}(include_top=False) loads. Name the network that they are of (--backbone) or "
        f"its own weights (--weights).{whole}"
    )


def _check_file(path: Path, found: Application) -> None:
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "does not exist"
        raise ModelError(
            f"{path} {what}; expected was a file of weights of {found.name}, as Keras has them (.h5). Correct "
            "--weights, or leave it out to let Keras fetch those of ImageNet."
        )
    if path.suffix not in _SUFFIXES:
        raise ModelError(
            f"{path} is no file of weights that Keras reads; expected was one that ends in {' or '.join(_SUFFIXES)}. "
            f"Take the weights of keras.applications.{found.name} without its top."
        )


def _fetched(found: Application, side: tuple[int, int], width: float | None) -> keras.Model:
    try:
        return found.build(side, "imagenet", width)
    except Exception as error:  # Keras raises a bare Exception where it fetches nothing
        if (failed := _FETCH.search(str(error))) is None:
            raise
        raise ModelError(_to_fetch(found, failed.group(1), str(error))) from error


def _to_fetch(found: Application, url: str, reason: str) -> str:
    name = url.rsplit("/", 1)[1]
    place = _keras_folder() / _KEPT_AS.get(name, name)
    return (
        f"The weights of {found.name} are not on this machine, and cannot be fetched: {reason.rsplit(' -- ', 1)[-1]}. "
        f"Expected was a network connection or the file. Fetch {url} where there is one, and pass it with "
        f"--weights {name}, or put it at {place}."
    )


def _keras_folder() -> Path:
    """Where Keras looks for what it fetched before."""
    return Path(os.environ.get("KERAS_HOME", Path.home() / ".keras")) / "models"
