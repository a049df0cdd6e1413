"""Convolutions and pooling over an image, then dense layers."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wellfit.errors import ModelError
from wellfit.recipes.networks.base import Network, Shapes, deeper_units, scaled_units
from wellfit.recipes.networks.beside import beside
from wellfit.recipes.networks.image import check_sizes, image_inputs, read_image

if TYPE_CHECKING:
    import keras

    from wellfit.recipes.networks.layers import Layers


@dataclass(frozen=True, kw_only=True)
class ConvolutionalNetwork(Network):
    """For each of `filters` a convolution and a max-pooling, then dense layers of `units` each.

    For images of a few hundred examples a class and more. The widths are those of a first convnet on 150 × 150
    colour images (Chollet, "Building powerful image classification models using very little data", Keras blog,
    2016). Dropout follows the dense layers, not the convolutions, as there. With a `stride` of 2, the first convolution
    looks at every second row and column: of large images most of the work is in their first layer.

    >>> ConvolutionalNetwork().scaled(0.5).description
    'convolution 16-16-32, dense 32'
    """

    filters: tuple[int, ...] = (32, 32, 64)
    units: tuple[int, ...] = (64,)
    kernel: int = 3
    stride: int = 1
    pool: int = 2
    activation: str = "relu"

    def __post_init__(self) -> None:
        check_sizes(self, self.filters, self.kernel, self.stride, self.pool, *self.units)

    def inputs(self, shapes: Shapes) -> tuple[str, ...]:
        """The images, and encoded columns beside them where there are any."""
        return image_inputs(shapes)

    def build(self, shapes: Shapes, outputs: int, layers: "Layers") -> "keras.Model":
        """Convolve, flatten, put the columns beside, then the dense layers."""
        from wellfit.backend import keras

        blocks = [keras.Input(shapes[block], name=block) for block in self.inputs(shapes)]
        self._check_size(blocks[0].shape[1:3])
        x = read_image(blocks[0])
        for place, width in enumerate(self.filters):
            stride = 1 if place else self.stride
            x = layers.convolution(x, width, self.kernel, self.activation, stride=stride, pool=self.pool)
        x = keras.layers.Flatten(name="flat")(x)
        x = beside(x, blocks[1:], layers)
        for width in self.units:
            x = layers.hidden(x, width, self.activation)
        return keras.Model(blocks if len(blocks) > 1 else blocks[0], layers.output(x, outputs))

    def _check_size(self, image: tuple[int, ...]) -> None:
        sizes = image
        for number, _ in enumerate(self.filters, 1):
            stride = self.stride if number == 1 else 1
            sizes = tuple(((size - self.kernel) // stride + 1) // self.pool for size in sizes)
            if min(sizes) < 1:
                strided = f", stride {self.stride}" if self.stride > 1 else ""
                raise ModelError(
                    f"Images of {image[0]} × {image[1]} are too small for {len(self.filters)} convolutions with "
                    f"kernel {self.kernel}{strided} and pooling {self.pool}: nothing is left after number {number}. "
                    f"Give the network {max(1, number - 1)} of them, or larger images."
                )

    def scaled(self, factor: float) -> "ConvolutionalNetwork":
        """Filters and hidden layers `factor` times as wide, at least one each."""
        filters, units = scaled_units(self.filters, factor), scaled_units(self.units, factor)
        return replace(self, filters=filters, units=units)

    def deepened(self, layers: int) -> "ConvolutionalNetwork":
        """So many more dense layers behind the last, or fewer."""
        return replace(self, units=deeper_units(self.units, layers))

    @property
    def description(self) -> str:
        """The widths, as in "convolution 32-32-64, dense 64"."""
        dense = f", dense {'-'.join(map(str, self.units))}" if self.units else ""
        return f"convolution {'-'.join(map(str, self.filters))}{dense}"
