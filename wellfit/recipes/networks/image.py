"""What networks for images have in common: the blocks they read, and their first layers."""

from typing import Any

from wellfit.data.encoded import IMAGE
from wellfit.errors import ModelError, OptionError
from wellfit.recipes.networks.base import Network, Shapes


def check_sizes(network: Network, filters: tuple[int, ...], *sizes: int) -> None:
    """Raises OptionError where a network has no filters, or a size of less than 1."""
    if not filters or min(*filters, *sizes) < 1:
        raise OptionError(
            f"A convolutional network needs one filter or more, and sizes of at least 1, received {network}."
        )


def image_inputs(shapes: Shapes) -> tuple[str, ...]:
    """The block of images, and encoded columns beside it where there are any.

    Raises ModelError where there are none.
    """
    block = IMAGE if IMAGE in shapes else "array"
    if len(shapes.get(block, ())) not in (2, 3):
        found = ", ".join(f"{name} of shape {shape}" for name, shape in shapes.items())
        raise ModelError(
            "A convolutional network reads images, arrays of shape (height, width) or (height, width, channels), "
            f"but this data has {found}. Take a DenseNetwork, or give the images as arrays."
        )
    return tuple(name for name in (block, "dense") if name in shapes)


def read_image(block: Any) -> Any:
    """The images with a channel, and raw pixels from 0 to 1: so a model takes pictures as they come from a file."""
    from wellfit.backend import keras

    x = block
    if len(x.shape) == 3:
        x = keras.layers.Reshape((*x.shape[1:], 1), name="one_channel")(x)
    return keras.layers.Rescaling(1 / 255, name="pixels")(x) if block.name == IMAGE else x
