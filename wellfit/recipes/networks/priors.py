"""Architecture priors: which networks beside the dense one suit a kind of data, and why."""

from collections.abc import Iterator
from dataclasses import dataclass

from wellfit.recipes.networks.base import Network, Shapes
from wellfit.recipes.networks.category import CategoryNetwork


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the shapes of blocks do not say: how many numbers the categories have, in any fold."""

    levels: int = 0


@dataclass(frozen=True, kw_only=True)
class Prior:
    """A network for a kind of data, why it suits it, and the learning rates to try, the likeliest first.

    Its rates are those of its kind, not those that were found for the dense network: a layer of word vectors wants
    larger steps than one on ten thousand columns. `dear` says that a step costs many times that of a dense network,
    so that it is to be measured before all of it is trained.
    """

    network: Network
    reason: str
    rates: tuple[float, ...]
    dear: bool = False


def priors(shapes: Shapes, facts: Facts) -> tuple[Prior, ...]:
    """The networks that fit blocks of these per-row shapes, beside the one of `starting_network`.

    >>> [prior.network.description for prior in priors({"dense": (30,), "categories": (2,)}, Facts(levels=500))]
    ['categories 8, dense 64-64']
    >>> priors({"dense": (30,)}, Facts())
    ()
    """
    return tuple(_for_tables(shapes, facts))


def _for_tables(shapes: Shapes, facts: Facts) -> Iterator[Prior]:
    if "categories" in shapes and "words" not in shapes:
        yield Prior(
            network=CategoryNetwork(levels=facts.levels),
            reason="a category of many levels: what is alike in its effect gets like vectors, rare levels included",
            rates=(1e-3, 3e-4, 3e-3),
        )
