"""The pretrained network that a study was given."""

from typing import TYPE_CHECKING

from wellfit.data.dataset import Dataset
from wellfit.data.finding import Finding
from wellfit.errors import OptionError
from wellfit.workflow.given import Given

if TYPE_CHECKING:
    from wellfit.transfer import Backbone


def load_backbone(given: Given, data: Dataset) -> tuple["Backbone | None", tuple[Finding, ...]]:
    """The backbone with its weights, for images of the size that they were brought to, and what was found out about it.

    None where none was named.

    Raises OptionError where there are no images, or no such network, and ModelError where its weights cannot be had.
    """
    if given.backbone is None:
        return None, ()
    if "image" not in data.blocks:
        raise OptionError(
            f"A backbone makes features of images, and '{data.name}' has none: its blocks are "
            f"{', '.join(data.blocks)}. Leave --backbone out, or give a folder of images by class."
        )
    from wellfit.transfer import prepared

    backbone, finding = prepared(given.backbone, given.weights, data)
    return backbone, () if finding is None else (finding,)
