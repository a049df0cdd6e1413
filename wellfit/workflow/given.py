"""What a user brings along to a study: a model, a loss, metrics, callbacks, a pretrained backbone."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wellfit.errors import OptionError


@dataclass(frozen=True, kw_only=True)
class Given:
    """Things of the user's own, as they came; None and nothing where the study is to use its own.

    `backbone` names a network of keras.applications or a `.keras` file, `weights` the file of its weights, `views` how
    many views of each training image it sees.
    """

    model: Any = None
    loss: Any = None
    metrics: Sequence[Any] = ()
    callbacks: Sequence[Any] = ()
    backbone: str | Path | None = None
    weights: str | Path | None = None
    views: int = 1

    def __post_init__(self) -> None:
        if self.weights is not None and self.backbone is None:
            raise OptionError(
                f"The weights {self.weights} are of a pretrained network, and none was named. Say of which with "
                "--backbone, as in `--backbone MobileNetV2`, or leave --weights out."
            )
        if not isinstance(self.views, int) or self.views < 1:
            raise OptionError(f"--views is a whole number from 1, the image itself, on; received {self.views!r}.")
        if self.views > 1 and self.backbone is None:
            raise OptionError(
                f"{self.views} views of each image are for a pretrained network, and none was named. Say which with "
                "--backbone, as in `--backbone MobileNetV2`, or leave --views out: a network from scratch sees other "
                "views in each epoch where that helps."
            )
