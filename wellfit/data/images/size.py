"""The size that all images of a data set are brought to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Integral
from statistics import median
from typing import TYPE_CHECKING

from wellfit.errors import OptionError

if TYPE_CHECKING:  # the command line names sizes, and is to start without Pillow
    from wellfit.data.images.header import Header

# The side of the teaching texts' images is 150; 160 is the nearest one that pretrained networks were made for.
USUAL_SIDE = 160
# The side that most pretrained networks were made for.
BACKBONE_SIDE = 224
# Up to this side images that all have one size keep it.
KEPT_SIDE = 256
SMALLEST, LARGEST = 8, 1024


@dataclass(frozen=True, kw_only=True)
class Size:
    """A side, or height and width, that was `asked` for; without it one is found, of at most `most` pixels."""

    asked: object = None
    most: int = USUAL_SIDE

    def __post_init__(self) -> None:
        if self.asked is not None:
            asked_size(self.asked)
        whole = isinstance(self.most, Integral) and not isinstance(self.most, bool)
        if not whole or not SMALLEST <= self.most <= LARGEST:
            raise OptionError(
                f"The largest side that images may get is {self.most!r}; expected was a whole number of pixels from "
                f"{SMALLEST} to {LARGEST}. Give most_side such a one, for example {BACKBONE_SIDE}."
            )


def image_shape(headers: Sequence["Header"], size: Size) -> tuple[int, int, int]:
    """Height, width and channels for images with these headers.

    Small images of one size stay as they are; of others the side is the median of their shorter sides, at most
    `size.most`. Where no image has colour, there is one channel.

    >>> from wellfit.data.images.header import Header
    >>> image_shape([Header(width=28, height=28, grey=True)] * 3, Size())
    (28, 28, 1)
    >>> image_shape([Header(width=500, height=375), Header(width=300, height=400)], Size())
    (160, 160, 3)
    >>> image_shape([Header(width=500, height=375), Header(width=300, height=400)], Size(most=BACKBONE_SIDE))
    (224, 224, 3)
    """
    channels = 1 if all(header.grey for header in headers) else 3
    if size.asked is not None:
        return (*asked_size(size.asked), channels)
    sizes = {(header.height, header.width) for header in headers}
    if len(sizes) == 1 and min(min(sizes)) >= SMALLEST and max(max(sizes)) <= KEPT_SIDE:
        return (*sizes.pop(), channels)
    middle = int(median(min(header.height, header.width) for header in headers))
    side = max(SMALLEST, min(size.most, middle))
    return side, side, channels


def asked_size(asked: object) -> tuple[int, int]:
    """Height and width from 160, (120, 160), "160" or "120x160". Raises OptionError.

    >>> asked_size("120x160"), asked_size(96)
    ((120, 160), (96, 96))
    """
    numbers = re.fullmatch(r"\s*(\d{1,5})(?:\s*[x×,]\s*(\d{1,5}))?\s*", str(asked).strip("()[]"))
    if numbers is not None:
        height = int(numbers[1])
        width = int(numbers[2] or numbers[1])
        if min(height, width) >= SMALLEST and max(height, width) <= LARGEST:
            return height, width
    raise OptionError(
        f"The size of the images is {asked!r}; expected was the side in pixels, or height x width, each from "
        f"{SMALLEST} to {LARGEST}. Give --image-size such a one, for example 160 or 120x160."
    )
