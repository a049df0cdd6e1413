"""Which network to begin with, by kind of data."""

from wellfit.recipes.networks.base import Shapes
from wellfit.recipes.networks.convolution import ConvolutionalNetwork
from wellfit.recipes.networks.dense import DenseNetwork
from wellfit.recipes.networks.pooled_convolution import PooledConvolutionalNetwork

# Of a first convnet on images, as in ConvolutionalNetwork; as many of them as there are pixels left.
FILTERS, KERNEL, POOL, FEWEST_PIXELS = (32, 32, 64), 3, 2, 3
# From so many rows and columns on, every second one is enough for it: it was made for 150 of them.
STRIDED = 200
# From so many on, most of the work of normalized convolutions is in the first layer, which is to give about 75 of them.
LARGE, SEEN = 96, 75


def starting_network(shapes: Shapes) -> DenseNetwork | PooledConvolutionalNetwork:
    """The first network to try on blocks of these per-row shapes.

    Multi-hot words are thousands of inputs: two layers of 16 are enough to overfit them (Chollet,
    Deep Learning with Python, chapter 4); a table has few inputs and wants 64 (TensorFlow's
    regression tutorial). Images want convolutions, whose answers are normalized and averaged.

    >>> starting_network({"dense": (13,)}).description
    'dense 64-64'
    >>> starting_network({"image": (28, 28, 1)}).description
    'pooled convolution 32-32-64'
    """
    if "image" in shapes:
        return pooled_convolutions(shapes["image"])
    return DenseNetwork(units=dense_units(shapes))


def dense_units(shapes: Shapes) -> tuple[int, ...]:
    """The widths of a first dense network."""
    return (16, 16) if "words" in shapes else (64, 64)


def pooled_convolutions(image: tuple[int, ...]) -> PooledConvolutionalNetwork:
    """A small network of few weights; of a large image, its first layer gives about 50 to 95 rows and columns.

    On dogs and cats at 150 × 150 (1,780 training images, 24 epochs, `Augment(strength=1)`, dropout 0.2, a cosine from a
    rate of 0.003) test accuracies of 0.860, 0.856 and 0.845 with 3 seeds. On 849 digits, a constant
    rate and 30 epochs (2 seeds) have test accuracies about 0.955, where `plain_convolutions` has 0.923.
    """
    side = min(image[:2])
    if side >= LARGE:
        return PooledConvolutionalNetwork(filters=(24, 48, 96, 128), stride=max(2, round(side / SEEN)))
    return PooledConvolutionalNetwork(filters=(32, 32, 64))


def plain_convolutions(image: tuple[int, ...]) -> ConvolutionalNetwork:
    """The convnet of the texts, with as many convolutions as the image has room for."""
    side = min(image[:2])
    return ConvolutionalNetwork(filters=FILTERS[: convolutions(side)], stride=2 if side >= STRIDED else 1)


def convolutions(side: int) -> int:
    """A convolution and a pooling after another, one to three, as long as three pixels are left each way."""
    count = 0
    while count < len(FILTERS) and (side := (side - KERNEL + 1) // POOL) >= FEWEST_PIXELS:
        count += 1
    return max(1, count)
