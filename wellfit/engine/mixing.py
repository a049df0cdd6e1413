"""Shares in which the rows of a batch are mixed, the same for all members of a stream and on every backend."""

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from scipy.stats import beta

from wellfit.engine.state import Leaf

# Of a distribution's quantiles, evenly spread; between them a straight line.
QUANTILES = 256
# What the shares are drawn for, so that no two uses of a seed share a sequence.
_SHARES = 6


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
