"""Which network to begin with, by kind of data."""

from wellfit.recipes.networks.base import Shapes
from wellfit.recipes.networks.convolution import ConvolutionalNetwork
from wellfit.recipes.networks.dense import DenseNetwork

# Of a first convnet on images, as in ConvolutionalNetwork; as many of them as there are pixels left.
FILTERS, KERNEL, POOL, FEWEST_PIXELS = (32, 32, 64), 3, 2, 3
# From so many rows and columns on, every second one is enough: it was made for 150 of them.
STRIDED = 200


def starting_network(shapes: Shapes) -> DenseNetwork | ConvolutionalNetwork:
    """The first network to try on blocks of these per-row shapes.

    Multi-hot words are thousands of inputs: two layers of 16 are enough to overfit them (Chollet,
    Deep Learning with Python, chapter 4); a table has few inputs and wants 64 (TensorFlow's
    regression tutorial). Images want convolutions, three of them where they are large enough.

    >>> starting_network({"dense": (13,)}).description
    'dense 64-64'
    >>> starting_network({"image": (16, 16, 3)}).description
    'convolution 32, dense 64'
    """
    if "image" in shapes:
        side = min(shapes["image"][:2])
        return ConvolutionalNetwork(filters=FILTERS[: convolutions(side)], stride=2 if side >= STRIDED else 1)
    return DenseNetwork(units=(16, 16)) if "words" in shapes else DenseNetwork(units=(64, 64))


def convolutions(side: int) -> int:
    """A convolution and a pooling after another, one to three, as long as three pixels are left each way."""
    count = 0
    while count < len(FILTERS) and (side := (side - KERNEL + 1) // POOL) >= FEWEST_PIXELS:
        count += 1
    return max(1, count)
