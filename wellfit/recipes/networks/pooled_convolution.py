"""Normalized convolutions, whose answers are averaged over the image."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wellfit.recipes.networks.base import Network, Shapes, deeper_units, scaled_units
from wellfit.recipes.networks.beside import beside
from wellfit.recipes.networks.image import check_sizes, image_inputs, read_image

if TYPE_CHECKING:
    import keras

    from wellfit.recipes.networks.layers import Layers


@dataclass(frozen=True, kw_only=True)
class PooledConvolutionalNetwork(Network):
    """For each of `filters` a convolution with batch normalization and a pooling, then the mean over the image.

    For images from scratch, a few hundred examples a class and more: without a dense layer on all positions it has a
    fraction of the weights of a `ConvolutionalNetwork` and does not care where in the image something is (Lin et al.
    2014, "Network in network"); normalization lets it learn with larger steps (Ioffe and Szegedy 2015). An image too
    small for a pooling goes on unpooled. With a `stride` of 2, the first convolution looks at every second row
    and column: of large images most of the work is in their first layer.

    >>> PooledConvolutionalNetwork().scaled(0.5).description
    'pooled convolution 8-16-32-64-64'
    """

    filters: tuple[int, ...] = (16, 32, 64, 128, 128)
    kernel: int = 3
    stride: int = 1
    activation: str = "relu"

    def __post_init__(self) -> None:
        check_sizes(self, self.filters, self.kernel, self.stride)

    def inputs(self, shapes: Shapes) -> tuple[str, ...]:
        """The images, and encoded columns beside them where there are any."""
        return image_inputs(shapes)

    def build(self, shapes: Shapes, outputs: int, layers: "Layers") -> "keras.Model":
        """Convolve and pool in turn, average, put the columns beside."""
        from wellfit.backend import keras

        blocks = [keras.Input(shapes[block], name=block) for block in self.inputs(shapes)]
        x = read_image(blocks[0])
        for place, width in enumerate(self.filters):
            stride = 1 if place else self.stride
            x = layers.normalized_convolution(x, width, self.kernel, self.activation, stride=stride, pool=2)
        x = keras.layers.GlobalAveragePooling2D(name="mean_of_image")(x)
        x = beside(x, blocks[1:], layers)
        return keras.Model(blocks if len(blocks) > 1 else blocks[0], layers.output(layers.behind(x), outputs))

    def scaled(self, factor: float) -> "PooledConvolutionalNetwork":
        """Filters `factor` times as many, at least one."""
        return replace(self, filters=scaled_units(self.filters, factor))

    def deepened(self, layers: int) -> "PooledConvolutionalNetwork":
        """So many more convolutions behind the last, or fewer."""
        return replace(self, filters=deeper_units(self.filters, layers))

    @property
    def description(self) -> str:
        """The widths, as in "pooled convolution 16-32-64"."""
        return f"pooled convolution {'-'.join(map(str, self.filters))}"
