"""How pictures are changed while a network trains, as plain values."""

from dataclasses import asdict, dataclass

from wellfit.errors import OptionError

# The most of each that makes sense: half a turn, and factors that stay above 0.
_MOST = {
    "flip": 1.0,
    "rotation": 180.0,
    "zoom": 0.9,
    "shift": 1.0,
    "brightness": 1.0,
    "contrast": 1.0,
    "colour": 1.0,
    "erasing": 1.0,
}


@dataclass(frozen=True, kw_only=True)
class Augmentation:
    """Each row of a batch is changed by amounts drawn anew, evenly up to these, in either direction.

    `flip` is the share of rows mirrored left to right, `erasing` that of rows in which a rectangle takes the picture's
    mean colour. `rotation` is in degrees, `zoom` and `contrast` and `colour` (how strong colours are) change a factor
    of 1, `shift` is in shares of the height and the width, `brightness` in shares of the range of a pixel. What comes
    into view beyond a border is the picture mirrored there.

    >>> Augmentation(flip=0.5, rotation=10).plain, Augmentation().plain
    (False, True)
    """

    flip: float = 0.0
    rotation: float = 0.0
    zoom: float = 0.0
    shift: float = 0.0
    brightness: float = 0.0
    contrast: float = 0.0
    colour: float = 0.0
    erasing: float = 0.0

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if not 0 <= value <= _MOST[name]:
                raise OptionError(f"The {name} of an augmentation must be from 0 to {_MOST[name]:g}, received {value}.")

    @property
    def plain(self) -> bool:
        """Whether pictures stay as they are."""
        return self == Augmentation()

    @staticmethod
    def usual(strength: float = 1.0, flip: float = 0.5) -> "Augmentation":
        """What photographs bear, times a strength; `flip` is 0 for what reads otherwise in a mirror, such as digits.

        Raises OptionError for a strength below 0, or one that takes an amount beyond its end.

        >>> Augmentation.usual(0.5).rotation
        7.5
        """
        amounts = {name: strength * amount for name, amount in _USUAL.items()}
        return Augmentation(flip=flip, **amounts)


_USUAL = {"rotation": 15.0, "zoom": 0.2, "shift": 0.1, "brightness": 0.1, "contrast": 0.2, "colour": 0.2}
