"""From raw pixels to the numbers that a pretrained network was trained on, as layers inside the model."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from wellfit.backend import keras

Channels = tuple[float, float, float]
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)  # of ImageNet's pixels from 0 to 1


@dataclass(frozen=True, kw_only=True)
class Preprocessing:
    """`pixel * scale + offset` of red, green and blue from 0 to 255; with `reversed`, blue comes first afterwards.

    >>> USUAL["-1 to 1"].applied(np.array([[0.0, 127.5, 255.0]])).tolist()
    [[-1.0, 0.0, 1.0]]
    """

    scale: Channels = (1.0, 1.0, 1.0)
    offset: Channels = (0.0, 0.0, 0.0)
    reversed: bool = False

    def applied(self, pixels: np.ndarray) -> np.ndarray:
        """Of an array [..., channels], by NumPy: what the layers must give."""
        found = pixels * np.asarray(self.scale) + np.asarray(self.offset)
        return found[..., ::-1] if self.reversed else found

    def layers(self, x: Any) -> Any:
        """The same of a symbolic tensor [rows, height, width, channels], by what every Keras can load."""
        if self != Preprocessing(reversed=self.reversed):
            x = keras.layers.Rescaling(_short(self.scale), _short(self.offset), name="preprocessing")(x)
        return keras.ops.flip(x, axis=-1) if self.reversed else x


USUAL = {
    "0 to 255": Preprocessing(),
    "0 to 1": Preprocessing(scale=(1 / 255,) * 3),
    "-1 to 1": Preprocessing(scale=(1 / 127.5,) * 3, offset=(-1.0,) * 3),
    "standardised as ImageNet": Preprocessing(
        scale=tuple(1 / (255 * one) for one in DEVIATION),  # type: ignore[arg-type]
        offset=tuple(-mean / one for mean, one in zip(MEAN, DEVIATION, strict=True)),  # type: ignore[arg-type]
    ),
    "blue first, minus ImageNet's mean": Preprocessing(offset=(-123.68, -116.779, -103.939), reversed=True),
}


def measured(function: Callable[[np.ndarray], np.ndarray]) -> Preprocessing:
    """What a `preprocess_input` of `keras.applications` does, found by calling it on single colours.

    Raises ValueError where it is more than a scale and an offset for each channel.

    >>> measured(lambda pixels: pixels / 127.5 - 1.0) == USUAL["-1 to 1"]
    True
    """
    black = _called(function, np.zeros(3))
    one = np.stack([_called(function, 255.0 * colour) - black for colour in np.eye(3)])  # [colour, output]
    turned = bool(np.abs(one[::-1] - np.diag(np.diag(one[::-1]))).max() < np.abs(one - np.diag(np.diag(one))).max())
    slopes = np.diag(one[:, ::-1] if turned else one) / 255.0
    offsets = black[::-1] if turned else black
    found = Preprocessing(scale=_triple(slopes), offset=_triple(offsets), reversed=turned)
    some = np.array([[10.0, 130.0, 250.0], [77.0, 5.0, 161.0]])
    if not np.allclose(np.stack([_called(function, colour) for colour in some]), found.applied(some), atol=1e-4):
        raise ValueError("its preprocessing is more than a scale and an offset for each channel")
    return next((usual for usual in USUAL.values() if _close(usual, found)), found)


def named(preprocessing: Preprocessing) -> str:
    """What people call it."""
    known = (name for name, usual in USUAL.items() if usual == preprocessing)
    return next(known, "a scale and an offset for each channel")


def _close(one: Preprocessing, other: Preprocessing) -> bool:
    alike = np.allclose(one.scale, other.scale, rtol=1e-4) and np.allclose(one.offset, other.offset, atol=1e-4)
    return one.reversed == other.reversed and alike


def _called(function: Callable[[np.ndarray], np.ndarray], colour: np.ndarray) -> np.ndarray:
    image = np.array(colour, np.float64).reshape(1, 1, 1, 3)
    return np.asarray(function(image), np.float64).reshape(3)


def _triple(values: np.ndarray) -> Channels:
    red, green, blue = map(float, values)
    return red, green, blue


def _short(values: Channels) -> float | list[float]:
    """One number where all channels have the same."""
    return values[0] if len(set(values)) == 1 else list(values)
