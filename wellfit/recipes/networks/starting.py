"""Which network to begin with, by kind of data."""

from wellfit.recipes.networks.base import Shapes
from wellfit.recipes.networks.dense import DenseNetwork


def starting_network(shapes: Shapes) -> DenseNetwork:
    """The first network to try on blocks of these per-row shapes.

    Multi-hot words are thousands of inputs: two layers of 16 are enough to overfit them (Chollet,
    Deep Learning with Python, chapter 4); a table has few inputs and wants 64 (TensorFlow's
    regression tutorial).

    >>> starting_network({"dense": (13,)}).description
    'dense 64-64'
    """
    return DenseNetwork(units=(16, 16)) if "words" in shapes else DenseNetwork(units=(64, 64))
