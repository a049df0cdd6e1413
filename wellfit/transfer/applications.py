"""The pretrained networks that Keras brings along: their names, what they take, and how they are built."""

import difflib
import re
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from wellfit.backend import keras
from wellfit.engine.draws import built
from wellfit.errors import OptionError
from wellfit.transfer.preprocessing import DEVIATION, MEAN, Preprocessing, measured

# The side of the images that a network was made for, where it is not 224, and the shortest that it can take, where
# that is not 32: as `keras.applications` has them, which no function of it tells.
_SIZES = {
    "EfficientNetB1": 240, "EfficientNetB2": 260, "EfficientNetB3": 300, "EfficientNetB4": 380,
    "EfficientNetB5": 456, "EfficientNetB6": 528, "EfficientNetB7": 600,
    "EfficientNetV2B1": 240, "EfficientNetV2B2": 260, "EfficientNetV2B3": 300,
    "EfficientNetV2S": 384, "EfficientNetV2M": 480, "EfficientNetV2L": 480,
    "InceptionResNetV2": 299, "InceptionV3": 299, "NASNetLarge": 331, "Xception": 299,
}  # fmt: skip
RANDOM = "random"
# A network standardises its pixels itself, as (pixel / 255 - mean) / deviation: what must come before so that this is
# divided once more, by the square root of the deviation.
EFFICIENT_AGAIN = Preprocessing(
    scale=tuple(1 / one**0.5 for one in DEVIATION),
    offset=tuple(255 * mean * (1 - 1 / one**0.5) for mean, one in zip(MEAN, DEVIATION, strict=True)),
)
_SHORTEST = {"InceptionResNetV2": 75, "InceptionV3": 75, "Xception": 71}
# The widths of which there are weights, the default first.
_WIDTHS = {
    "MobileNet": (1.0, 0.75, 0.5, 0.25),
    "MobileNetV2": (1.0, 0.35, 0.5, 0.75, 1.3, 1.4),
    "MobileNetV3Large": (1.0, 0.75),
    "MobileNetV3Small": (1.0, 0.75),
}


@dataclass(frozen=True, kw_only=True)
class Application:
    """One of them: how it is built without its top, at which sides, and what it wants its pixels to be.

    `width` is the factor of its channels, where it has one and it was asked for.
    """

    name: str
    function: Callable[..., keras.Model]
    side: int
    shortest: int
    width: float | None = None

    @property
    def widths(self) -> tuple[float, ...]:
        """Those to try on weights, the default first; empty for networks of one width."""
        return (self.width,) if self.width is not None else _WIDTHS.get(self.name, ())

    @property
    def preprocessing(self) -> Preprocessing:
        """What its `preprocess_input` does; networks that do it inside themselves take pixels as they are."""
        return measured(sys.modules[self.function.__module__].preprocess_input)

    def preprocessing_for(self, weights: str | Path | None) -> Preprocessing:
        """That of a network with these weights.

        Keras divides once more within an EfficientNet (of the first version) whose weights it has fetched itself; for
        those from a file the same is done before it.
        """
        again = re.fullmatch("EfficientNetB[0-7]", self.name) and weights not in (None, RANDOM)
        return EFFICIENT_AGAIN if again else self.preprocessing

    def build(self, side: tuple[int, int], weights: str | None, width: float | None) -> keras.Model:
        """The network up to its last feature map, for images of this height and width in three channels."""
        with warnings.catch_warnings():
            # That weights for other sizes than those it was trained at are taken: that is what is meant.
            warnings.filterwarnings("ignore", message="`input_shape` is undefined or non-square", category=UserWarning)
            options: dict[str, Any] = {"alpha": width} if width is not None else {}
            make = partial(self.function, include_top=False, weights=weights, input_shape=(*side, 3), **options)
            # Keras draws starts that are overwritten at once by a program for each shape.
            return make() if weights is not None else built(make, lambda network: network.variables)

    def shown(self, width: float | None) -> str:
        """Its name for people, as it is given to `application`."""
        return self.name if width in (None, 1.0) else f"{self.name}:{width:g}"


def names() -> list[str]:
    """All that `keras.applications` has."""
    return [name for name in dir(keras.applications) if name[0].isupper()]


def application(given: str) -> Application | None:
    """The application of this name, whatever its case and dashes; None where there is none.

    `MobileNetV2:0.35` asks for a width, of which MobileNets have several. Raises OptionError for a width that does
    not exist.

    >>> found = application("mobilenet-v2:0.35")
    >>> found.name, found.side, found.widths
    ('MobileNetV2', 224, (0.35,))
    """
    name, _, width = given.partition(":")
    known = next((one for one in names() if _plain(one) == _plain(name)), None)
    if known is None:
        return None
    return Application(
        name=known,
        function=getattr(keras.applications, known),
        side=_SIZES.get(known, 224),
        shortest=_SHORTEST.get(known, 32),
        width=_width(known, width) if width else None,
    )


def nearest(given: str) -> list[str]:
    """Names that are written alike."""
    plain = {_plain(name): name for name in names()}
    return [plain[one] for one in difflib.get_close_matches(_plain(given), plain, 5, 0.5)]


def _width(name: str, given: str) -> float:
    offered = _WIDTHS.get(name, ())
    try:
        width = float(given)
    except ValueError:
        width = -1.0
    if width not in offered:
        there = f"one of {', '.join(f'{one:g}' for one in sorted(offered))}" if offered else "none: it has one width"
        raise OptionError(
            f"There is no width {given!r} of {name}; expected was {there}. Correct it, or leave it out, as in "
            f"--backbone {name}."
        )
    return width


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
