"""What is drawn for the pictures of a batch: the same for all members of a stream, in amounts of each member's own."""

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Num

from wellfit.engine.augment.changes import Changes
from wellfit.engine.state import Amounts, Leaf

# What the numbers are drawn for, beside the shares in which rows are mixed.
_PICTURES = 1
# Numbers between 0 and 1 that a picture needs.
_DRAWN = 13
# A rectangle that is erased: shares of the picture's area, and height over width at most (or the inverse). From
# Zhong et al. (2020), "Random erasing data augmentation", but for the largest of their areas, 0.4.
_AREA, _ASPECT = (0.02, 0.33), 3.3
# A pixel's range.
WHITE = 255.0


def drawn(
    images: Num[Array | np.ndarray, "batch height width channels"], chance: Leaf, step: Leaf, amounts: Amounts
) -> Changes:
    """The changes of each picture in this step (0-based), given what the stream's numbers are drawn from."""
    key = jax.random.fold_in(jax.random.fold_in(jax.random.key(chance), step), _PICTURES)
    rows, height, width, _ = images.shape
    columns = iter(jax.random.uniform(key, (rows, _DRAWN)).T)
    flip, *moved = (next(columns) for _ in range(5))
    place, turn = _geometry((height, width), amounts, flip, *(2.0 * u - 1.0 for u in moved))
    light, contrast, colour = (2.0 * next(columns) - 1.0 for _ in range(3))
    mean = jnp.mean(images.astype(jnp.float32), (1, 2))
    own, grey, offset = _colours(mean, amounts, light, contrast, colour)
    erased = _rectangle((height, width), next(columns) < amounts.erasing, *columns)
    return Changes(place=place, turn=turn, own=own, grey=grey, offset=offset, erased=erased, fill=mean)


def _geometry(
    size: tuple[int, int], amounts: Amounts, flip: Array, angle: Array, zoom: Array, down: Array, right: Array
) -> tuple[Float[Array, "batch 2"], Float[Array, "batch 2 2"]]:
    """Where the first pixel of the result comes from, and how far from there a step down or to the right leads."""
    radians = jnp.deg2rad(amounts.rotation * angle)
    factor = 1.0 + amounts.zoom * zoom
    mirror = jnp.where(flip < amounts.flip, -1.0, 1.0)
    cosine, sine = factor * jnp.cos(radians), factor * jnp.sin(radians)
    turn = jnp.stack([jnp.stack([cosine, sine * mirror], -1), jnp.stack([-sine, cosine * mirror], -1)], -2)
    sizes = jnp.asarray(size, jnp.float32)
    centre = (sizes - 1.0) / 2.0
    moved = amounts.shift * jnp.stack([down, right], -1) * sizes
    return centre - turn[..., 0] * centre[0] - turn[..., 1] * centre[1] + moved, turn


def _colours(
    mean: Float[Array, "batch channels"], amounts: Amounts, light: Array, contrast: Array, colour: Array
) -> tuple[Float[Array, " batch"], Float[Array, " batch"], Float[Array, "batch channels"]]:
    """Brightness, then contrast about the mean, then colour: `own * pixel + grey * its grey + offset`."""
    added = jnp.asarray(WHITE * amounts.brightness * light)[:, None]
    factor, strength = jnp.asarray(1.0 + amounts.contrast * contrast), jnp.asarray(1.0 + amounts.colour * colour)
    moved = (1.0 - factor)[:, None] * mean + added
    offset = strength[:, None] * moved + (1.0 - strength)[:, None] * greys(moved)[:, None]
    return strength * factor, (1.0 - strength) * factor, offset


def _rectangle(
    size: tuple[int, int], there: Array, area: Array, aspect: Array, down: Array, right: Array
) -> Float[Array, "batch 4"]:
    """Its first row and column, and those behind its last; empty where nothing is erased."""
    height, width = size
    share = _AREA[0] + (_AREA[1] - _AREA[0]) * area
    slender = _ASPECT ** (2.0 * aspect - 1.0)
    tall = jnp.clip(jnp.round(height * jnp.sqrt(share * slender)), 1, height) * there
    wide = jnp.clip(jnp.round(width * jnp.sqrt(share / slender)), 1, width) * there
    top, left = jnp.floor(down * (height - tall + 1)), jnp.floor(right * (width - wide + 1))
    return jnp.stack([top, left, top + tall, left + wide], -1)


def greys(pixels: Float[Array, "*rows channels"]) -> Float[Array, " *rows"]:
    """How bright a pixel is: of three colours by the eye's weights (ITU-R BT.601), else their mean."""
    if pixels.shape[-1] != 3:
        return jnp.mean(pixels, -1)
    return 0.299 * pixels[..., 0] + 0.587 * pixels[..., 1] + 0.114 * pixels[..., 2]
