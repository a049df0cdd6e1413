"""Shares in which the rows of a batch are mixed, the same for all members of a stream and on every backend."""

from collections.abc import Sequence
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Bool, Float
from scipy.stats import beta

from wellfit.engine.state import Leaf

# Of a distribution's quantiles, evenly spread; between them a straight line.
QUANTILES = 256
# What the shares are drawn for, so that no two uses of a seed share a sequence.
_SHARES = 6
# Beside the share of a step.
_PLACE = 2


def quantiles(mixup: float) -> Float[np.ndarray, " quantiles"]:
    """Of Beta(mixup, mixup); all 1 where nothing is mixed."""
    if not mixup:
        return np.ones(QUANTILES + 1, np.float32)
    return beta.ppf(np.linspace(0, 1, QUANTILES + 1), mixup, mixup).astype(np.float32)


def chance(seed: int) -> np.ndarray:
    """What the shares of a stream are drawn from, given the number that its start and order are drawn from."""
    return np.random.SeedSequence([seed, _SHARES]).generate_state(1)[0]


def share(seen_chance: Leaf, shares: Leaf, step: Leaf) -> Float[Array, ""]:
    """The share of a batch's own rows in this step (0-based); the rest is that of their partners."""
    key = jax.random.fold_in(jax.random.key(seen_chance), step)
    place = QUANTILES * jax.random.uniform(key)
    return jnp.interp(place, jnp.arange(QUANTILES + 1, dtype=jnp.float32), shares)


class Cut(NamedTuple):
    """Which pixels are those of the partner, and the share of the others."""

    inside: Bool[Array, "height width 1"]
    share: Float[Array, ""]


def rectangle(seen_chance: Leaf, share: Leaf, step: Leaf, size: Sequence[int]) -> Cut:
    """The rectangle that all pictures of a batch take from their partners, with as much of the area as `share` leaves.

    It has the form of the picture and lies anywhere; what would lie outside is cut off, and counts for the picture.
    """
    key = jax.random.fold_in(jax.random.fold_in(jax.random.key(seen_chance), step), _PLACE)
    sides, inside = jnp.sqrt(1.0 - share), jnp.ones((*size, 1), bool)
    for axis, (length, centre) in enumerate(zip(size, jax.random.uniform(key, (2,)), strict=True)):
        places = jnp.arange(length) + 0.5
        here = jnp.abs(places - centre * length) < sides * length / 2.0
        inside &= jnp.expand_dims(here, (1 - axis, 2))
    return Cut(inside, 1.0 - jnp.mean(inside, dtype=jnp.float32))
