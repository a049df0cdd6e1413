"""Where in an image a network looks: Grad-CAM on its last convolutional feature map."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Float32, Int, Num

from wellfit.backend import TOGETHER, backend_name, keras
from wellfit.engine.inference import filled, values
from wellfit.engine.lowering import lowered

CONVOLUTIONS = (
    keras.layers.Conv2D,
    keras.layers.DepthwiseConv2D,
    keras.layers.SeparableConv2D,
    keras.layers.Conv2DTranspose,
)
# They make a map smaller, or take parts of it away, and add nothing that was seen: the map before them is finer.
COARSER = (
    keras.layers.MaxPooling2D,
    keras.layers.AveragePooling2D,
    keras.layers.Dropout,
    keras.layers.SpatialDropout2D,
)


@dataclass(frozen=True, kw_only=True, eq=False)
class HeatMaps:
    """One map an image, from 0 (nothing there speaks for the class) to 1 (its warmest place), and the layer read."""

    layer: str
    values: Float32[np.ndarray, "rows height width"]


@dataclass(frozen=True, kw_only=True)
class _Place:
    """The layer whose output is the feature map, the shape of a row of it, and the layer that answers."""

    layer: keras.layers.Layer
    shape: tuple[int, ...]
    output: keras.layers.Layer


def heat_maps(
    model: keras.Model,
    images: Num[np.ndarray, "rows height width channels"],
    classes: Int[np.ndarray, " rows"],
    batch_size: int = 8,
) -> HeatMaps | None:
    """What in each image speaks for a class, by Grad-CAM (Selvaraju et al., 2017).

        map = relu(Σ_k a_k A_k),  a_k = mean over places of ∂(logit of the class) / ∂A_k

    with A the last feature map of the network. The logit is taken before the softmax or sigmoid of the last layer:
    where a network is sure, the probability no longer changes. Nested and subclassed models are seen through.

    Args:
        model: with one input and one output of classes, a sigmoid for two or a softmax.
        images: in the numbers that the model takes; uint8 is converted a batch at a time.
        classes: the number of the class asked about, for each image.
        batch_size: images computed together.

    Returns:
        None where there is no convolutional map larger than one place, several inputs, or another backend than JAX.

    >>> seen = [keras.Input((4, 4, 1)), keras.layers.Conv2D(1, 1, kernel_initializer="ones"), keras.layers.Flatten()]
    >>> model = keras.Sequential([*seen, keras.layers.Dense(1, "sigmoid", kernel_initializer="ones")])
    >>> image = np.zeros((1, 4, 4, 1), np.float32)
    >>> image[0, 2, 3] = 1.0
    >>> found = heat_maps(model, image, np.array([1]))
    >>> np.argwhere(found.values[0] == 1.0).tolist()
    [[2, 3]]
    """
    place = _place(model) if backend_name() == TOGETHER and len(model.inputs) == 1 else None
    if place is None:
        return None
    call = _program(model, place)
    weights, numbers = values(model), np.asarray(classes, np.int32)
    found = []
    for (rows, batch), (_, asked) in zip(filled(images, batch_size), filled(numbers, batch_size), strict=True):
        found.append(np.asarray(call(*weights, batch, asked))[: rows.stop - rows.start])
    maps = np.concatenate(found) if found else np.zeros((0, *place.shape[:2]), np.float32)
    return HeatMaps(layer=place.layer.name, values=maps)


def _place(model: keras.Model) -> _Place | None:
    """Run once in the abstract, and note every layer that is called, however deep it lies."""
    called: list[tuple[keras.layers.Layer, tuple[int, ...]]] = []

    def note(layer: keras.layers.Layer) -> Callable[[Any], Any]:
        def see(output: Any) -> Any:
            if isinstance(output, jax.Array):
                called.append((layer, tuple(output.shape)))
            return output

        return see

    leaves = _leaves(model)
    with _seen({layer: note(layer) for layer in leaves}):
        shape = (1, *model.inputs[0].shape[1:])
        weights = values(model)
        jax.eval_shape(lambda batch: model.stateless_call(*weights, batch, training=False)[0], jnp.zeros(shape))
    return _chosen(called)


def _chosen(called: list[tuple[keras.layers.Layer, tuple[int, ...]]]) -> _Place | None:
    """The last map from a convolution on, before pooling; a layer that is called twice is not one place."""
    convolutions = [place for place, (layer, _) in enumerate(called) if isinstance(layer, CONVOLUTIONS)]
    if not convolutions:
        return None
    times = [layer for layer, _ in called]
    for layer, shape in reversed(called[convolutions[-1] :]):
        wide = len(shape) == 4 and shape[1] * shape[2] > 1
        if wide and not isinstance(layer, COARSER) and times.count(layer) == 1:
            return _Place(layer=layer, shape=shape[1:], output=called[-1][0])
    return None


def _program(model: keras.Model, place: _Place) -> Callable[..., jax.Array]:
    shape = place.shape

    def scores(trainable: Any, fixed: Any, batch: jax.Array, asked: jax.Array, change: jax.Array) -> Any:
        """The sum of the logits asked about, with the map as it would be after `change`: rows do not touch."""
        maps = []

        def changed(output: jax.Array) -> jax.Array:
            maps.append(output + change)
            return maps[-1]

        with _linear(place.output), _seen({place.layer: changed}):
            outputs, _ = model.stateless_call(trainable, fixed, batch, training=False)
        if outputs.shape[-1] == 1:
            return ((2 * asked - 1) * outputs[:, 0]).sum(), maps[-1]
        return jnp.take_along_axis(outputs, asked[:, None], axis=1).sum(), maps[-1]

    slope = jax.grad(lowered(scores), argnums=4, has_aux=True)

    def heat(trainable: Any, fixed: Any, batch: jax.Array, asked: jax.Array) -> jax.Array:
        still = jnp.zeros((batch.shape[0], *shape), jnp.float32)
        slopes, maps = slope(trainable, fixed, batch.astype(jnp.float32), asked, still)
        warm = jax.nn.relu((slopes.mean(axis=(1, 2), keepdims=True) * maps).sum(axis=-1))
        most = warm.max(axis=(1, 2), keepdims=True)
        return jnp.where(most > 0, warm / jnp.where(most > 0, most, 1.0), 0.0)

    return jax.jit(heat)


def _leaves(model: keras.Model) -> list[keras.layers.Layer]:
    """The layers that hold no other, of models within models too."""
    below = list(model._flatten_layers(include_self=False, recursive=True))
    return [layer for layer in below if not list(layer._flatten_layers(include_self=False, recursive=False))]


@contextmanager
def _seen(seen: dict[keras.layers.Layer, Callable[[Any], Any]]) -> Iterator[None]:
    """What layers hand on goes through these functions; the instances' own `call` hides that of their classes."""

    def through(layer: keras.layers.Layer, see: Callable[[Any], Any]) -> Callable[..., Any]:
        own = layer.call
        return lambda *arguments, **named: see(own(*arguments, **named))

    try:
        for layer, see in seen.items():
            vars(layer)["call"] = through(layer, see)
        yield
    finally:
        for layer in seen:
            vars(layer).pop("call", None)


@contextmanager
def _linear(layer: keras.layers.Layer) -> Iterator[None]:
    """The last layer without its softmax or sigmoid."""
    activation = vars(layer).get("activation")
    saturates = activation in (keras.activations.softmax, keras.activations.sigmoid)
    if isinstance(layer, keras.layers.Softmax):
        with _passed(layer):
            yield
        return
    try:
        if saturates:
            vars(layer)["activation"] = keras.activations.linear
        yield
    finally:
        if saturates:
            vars(layer)["activation"] = activation


@contextmanager
def _passed(layer: keras.layers.Layer) -> Iterator[None]:
    """A layer that hands its input on."""
    try:
        vars(layer)["call"] = lambda inputs, *arguments, **named: inputs
        yield
    finally:
        vars(layer).pop("call", None)
