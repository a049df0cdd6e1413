"""A pretrained network that takes raw pixels: loaded, with its preprocessing inside, and taken apart."""

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from wellfit.backend import keras
from wellfit.errors import ModelError, OptionError
from wellfit.transfer import keras_file
from wellfit.transfer.applications import RANDOM, Application, application, nearest
from wellfit.transfer.blocks import block_start, block_starts
from wellfit.transfer.graph import called
from wellfit.transfer.preprocessing import Preprocessing, named
from wellfit.transfer.weights import pretrained

FILE = ".keras"


@dataclass(frozen=True, kw_only=True, eq=False)
class Backbone:
    """A network without its top, and how raw pixels of `image_shape` reach it.

    `network` takes images of `side` (height, width), preprocessed; its layers are not trained. Made by
    `Backbone.load`.
    """

    name: str
    network: keras.Model
    preprocessing: Preprocessing
    image_shape: tuple[int, int, int]
    side: tuple[int, int]

    @staticmethod
    def load(
        given: str | Path,
        weights: str | Path | None = None,
        image_shape: tuple[int, int, int] = (224, 224, 3),
        *,
        side: int | None = None,
        preprocessing: Preprocessing | None = None,
    ) -> "Backbone":
        """A network of `keras.applications` by name, or one from a `.keras` file.

        Args:
            given: such as "MobileNetV2" or "MobileNetV2:0.35", whatever the case, or the path of a `.keras` file.
            weights: a file of weights without the top; None for those of ImageNet, which Keras keeps or fetches, or
                those in the `.keras` file; "random" for none.
            image_shape: height, width and channels (3, or 1 for grey) of the raw pixels.
            side: to which images are brought inside the model; without it they stay as they are, or, smaller than
                half of what the network was made for, are brought to that.
            preprocessing: of the pixels; that of the application without it, and none for a `.keras` file.

        Raises:
            OptionError: there is no such network.
            ModelError: weights that are missing, cannot be fetched or are of another network, or a file that holds
                no network of images.

        >>> backbone = Backbone.load("MobileNetV2:0.35", "random", (40, 60, 3))
        >>> backbone.name, backbone.frozen().output_shape
        ('MobileNetV2:0.35', (None, 1280))
        """
        if str(given).endswith(FILE):
            return _of_file(Path(given).expanduser(), weights, image_shape, side, preprocessing)
        found = application(str(given))
        if found is None:
            raise OptionError(_unknown(str(given)))
        return _of_application(found, weights, image_shape, side, preprocessing)

    @cached_property
    def key(self) -> str:
        """A hash of all that decides what it makes of an image: layers, weights, preprocessing and sizes."""
        found = hashlib.blake2b(repr((self.preprocessing, self.image_shape, self.side)).encode(), digest_size=16)
        found.update(repr([(type(layer).__name__, layer.name) for layer in self.network.layers]).encode())
        for variable in self.network.variables:
            value = np.ascontiguousarray(keras.ops.convert_to_numpy(variable))
            found.update(repr((value.shape, str(value.dtype))).encode() + value.tobytes())
        return found.hexdigest()

    @property
    def blocks(self) -> int:
        """How many blocks can be told apart and trained."""
        return len(block_starts(self.network))

    def pixels(self) -> tuple[Any, Any]:
        """A symbolic image of raw pixels, called "image", and what the network gets of it."""
        image = keras.Input(self.image_shape, name="image")
        return image, self._preprocessed(image)

    def frozen(self, blocks: int = 0) -> keras.Model:
        """From raw pixels to what the last so many blocks read; to pooled features [rows, width] without any."""
        image, x = self.pixels()
        return keras.Model(image, self.lower(x, blocks), name="frozen")

    def lower(self, x: Any, blocks: int = 0) -> Any:
        """The part that is not trained, of preprocessed images."""
        if blocks:
            return called(self.network, x, end=block_start(self.network, blocks))
        return keras.layers.GlobalAveragePooling2D(name="pooled")(called(self.network, x))

    def tail(self, blocks: int) -> keras.Model:
        """The last so many blocks, of what `frozen(blocks)` gives: [rows, height, width, channels] to pooled features.

        Its layers are those of the network itself.
        """
        start = block_start(self.network, blocks)
        inputs = keras.Input(tuple(start.shape[1:]), name="array")
        end = called(self.network, inputs, start=start)
        return keras.Model(inputs, keras.layers.GlobalAveragePooling2D(name="pooled")(end), name="tail")

    def with_preprocessing(self, preprocessing: Preprocessing) -> "Backbone":
        """The same network, its pixels prepared otherwise."""
        return replace(self, preprocessing=preprocessing)

    @property
    def sentence(self) -> str:
        """What it is and what is done to pixels, for people."""
        resized = f", brought to {self.side[0]} × {self.side[1]}" if self.side != self.image_shape[:2] else ""
        return f"{self.name}, pixels {named(self.preprocessing)}{resized}"

    def _preprocessed(self, x: Any) -> Any:
        if self.image_shape[2] == 1 and self.network.input_shape[3] == 3:
            x = keras.layers.Concatenate(name="three_channels")([x, x, x])
        if self.side != self.image_shape[:2]:
            x = keras.layers.Resizing(*self.side, name="resized")(x)
        return self.preprocessing.layers(x)


def _of_application(
    found: Application,
    weights: str | Path | None,
    image_shape: tuple[int, int, int],
    side: int | None,
    preprocessing: Preprocessing | None,
) -> Backbone:
    # A network sees little in images of less than half the side that it was made for: these are enlarged.
    fits = min(image_shape[:2]) >= max(found.shortest, found.side // 2)
    sides = (side, side) if side is not None else image_shape[:2] if fits else (found.side, found.side)
    if min(sides) < found.shortest:
        raise OptionError(
            f"{found.name} takes images of {found.shortest} × {found.shortest} or more, received {side}; it was made "
            f"for {found.side} × {found.side}. Take a larger size."
        )
    network, width = pretrained(found, sides, weights)
    before = preprocessing or found.preprocessing_for(weights)
    return _backbone(found.shown(width), network, before, image_shape, sides)


def _of_file(
    path: Path,
    weights: str | Path | None,
    image_shape: tuple[int, int, int],
    side: int | None,
    preprocessing: Preprocessing | None,
) -> Backbone:
    if weights is not None:
        raise OptionError(
            f"A backbone from the file {path} has its weights in it, but weights were given too ({weights}). Leave one "
            "out: --weights belongs to the name of a network, as in --backbone MobileNetV2."
        )
    network = keras_file.network_of(path)
    fixed = keras_file.own_side(network)
    sides = fixed or ((side, side) if side is not None else image_shape[:2])
    if image_shape[2] > network.input_shape[3]:
        raise ModelError(
            f"The network in {path} takes grey images, but these have colours. Take a network of colour images, or "
            "save the images grey."
        )
    if fixed is None:  # its maps have a size only once the images have one, and blocks are told apart by it
        image = keras.Input((*sides, network.input_shape[3]))
        network = keras.Model(image, called(network, image), name=network.name)
    return _backbone(path.stem, network, preprocessing or Preprocessing(), image_shape, sides)


def _backbone(
    name: str,
    network: keras.Model,
    preprocessing: Preprocessing,
    image_shape: tuple[int, int, int],
    side: tuple[int, int],
) -> Backbone:
    network.trainable = False
    return Backbone(name=name, network=network, preprocessing=preprocessing, image_shape=image_shape, side=side)


def _unknown(given: str) -> str:
    alike = nearest(given)
    near = f" Did you mean {', '.join(alike)}?" if alike else ""
    return (
        f"There is no pretrained network {given!r}; expected was a name in keras.applications, such as MobileNetV2, "
        f"ResNet50 or VGG16, or the path of a {FILE} file.{near}"
    )


__all__ = ["RANDOM", "Backbone"]
