"""Pictures changed by plain array operations: the way of an accelerator, and what the kernel is held against."""

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Int

from wellfit.engine.augment.changes import Changes
from wellfit.engine.augment.draw import WHITE, greys


def changed(
    images: Float[Array, "batch height width channels"], changes: Changes
) -> Float[Array, "batch height width channels"]:
    """Each picture with its changes."""
    return jax.vmap(_one)(images, changes)


def _one(image: Float[Array, "height width channels"], change: Changes) -> Float[Array, "height width channels"]:
    height, width, _ = image.shape
    i, j = jnp.arange(height, dtype=jnp.float32)[:, None], jnp.arange(width, dtype=jnp.float32)[None, :]
    (down, right), turn = change.place, change.turn
    y, x = (down + turn[0, 0] * i) + turn[0, 1] * j, (right + turn[1, 0] * i) + turn[1, 1] * j
    pixels = _between(image, _mirrored(y, height), _mirrored(x, width))
    pixels = change.own * pixels + change.grey * greys(pixels)[..., None] + change.offset
    top, left, bottom, beyond = change.erased
    erased = (i >= top) & (i < bottom) & (j >= left) & (j < beyond)
    return jnp.where(erased[..., None], change.fill, jnp.clip(pixels, 0.0, WHITE))


def _mirrored(place: Float[Array, "height width"], size: int) -> Float[Array, "height width"]:
    """The same place within the picture, which is mirrored at the outer edges of its first and last pixels."""
    edge = jnp.mod(jnp.abs(place + 0.5), 2.0 * size)
    return jnp.minimum(edge, 2.0 * size - edge) - 0.5


def _between(
    image: Float[Array, "height width channels"], y: Float[Array, "height width"], x: Float[Array, "height width"]
) -> Float[Array, "height width channels"]:
    """The picture at these places, in proportion to how near the four pixels around are."""
    height, width, _ = image.shape
    above, before = jnp.floor(y), jnp.floor(x)
    lower, later = (y - above)[..., None], (x - before)[..., None]
    rows, columns = _neighbours(above, height), _neighbours(before, width)
    first, second = ((1.0 - later) * image[row, columns[0]] + later * image[row, columns[1]] for row in rows)
    return (1.0 - lower) * first + lower * second


def _neighbours(first: Float[Array, "height width"], size: int) -> tuple[Int[Array, "..."], Int[Array, "..."]]:
    index = first.astype(jnp.int32)
    return jnp.clip(index, 0, size - 1), jnp.clip(index + 1, 0, size - 1)
