"""Architecture priors: which networks beside the dense one suit a kind of data, and why."""

from collections.abc import Iterator
from dataclasses import dataclass

from wellfit.recipes.networks.base import Network, Shapes
from wellfit.recipes.networks.category import CategoryNetwork
from wellfit.recipes.networks.convolution import ConvolutionalNetwork
from wellfit.recipes.networks.convolution_1d import Convolution1DNetwork
from wellfit.recipes.networks.dense import DenseNetwork
from wellfit.recipes.networks.embedding import EmbeddingNetwork
from wellfit.recipes.networks.recurrent import RecurrentNetwork
from wellfit.recipes.networks.starting import convolutions, dense_units, plain_convolutions

# Arrays of fewer rows or columns, or with other numbers of channels, are tables in all likelihood.
SMALLEST_IMAGE, CHANNELS = 8, (1, 3, 4)
FILTERS = (16, 32, 64)


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
    """The networks that fit blocks of these per-row shapes, beside the one of `starting_network`; the dearest last.

    >>> [prior.network.description for prior in priors({"dense": (30,), "categories": (2,)}, Facts(levels=500))]
    ['categories 8, dense 64-64']
    >>> priors({"dense": (30,)}, Facts())
    ()
    """
    return (*_for_tables(shapes, facts), *_for_series(shapes), *_for_images(shapes), *_for_texts(shapes))


def _for_tables(shapes: Shapes, facts: Facts) -> Iterator[Prior]:
    if "categories" in shapes:
        yield Prior(
            network=CategoryNetwork(levels=facts.levels, units=dense_units(shapes)),
            reason="a category of many levels: what is alike in its effect gets like vectors, rare levels included",
            rates=(1e-3, 3e-4, 3e-3),
        )


def _for_images(shapes: Shapes) -> Iterator[Prior]:
    """Beside normalized convolutions of raw pixels those of the texts; beside the dense network for other arrays, too.

    A convolution and a pooling after another, as long as three pixels are left each way.
    """
    if "image" in shapes:
        yield Prior(
            network=plain_convolutions(shapes["image"]),
            reason="an image: a dense layer behind the convolutions knows where in the image something is",
            rates=(1e-3, 3e-4),
            dear=True,
        )
        return
    image = shapes.get("array", ())
    if len(image) not in (2, 3) or min(image[:2]) < SMALLEST_IMAGE or (len(image) == 3 and image[2] not in CHANNELS):
        return
    yield Prior(
        network=ConvolutionalNetwork(filters=FILTERS[: convolutions(min(image[:2]))]),
        reason="an image: what a patch shows is looked for everywhere with the same few weights",
        rates=(3e-3, 1e-3),
        dear=True,
    )


def _for_series(shapes: Shapes) -> Iterator[Prior]:
    """Beside the flat window: what reads its steps with the same weights at every step.

    On hourly fine dust a day ahead (26,672 training rows, windows of 48 steps of 11 numbers, 3 seeds), selection
    losses of 0.927 for dense 64-64, 0.919 for these convolutions and 0.916 for these states, with 38,977, 51,457 and
    1,423 weights, in 5, 28 and 84 s until they had turned, on two busy cores.
    """
    if "window" not in shapes:
        return
    yield Prior(
        network=Convolution1DNetwork(filters=(32,), units=(32,)),
        reason="a series: a pattern of a few steps is the same one step earlier",
        rates=(1e-3, 3e-3),
        dear=True,
    )
    yield Prior(
        network=RecurrentNetwork(cells=(16,)),
        reason="a series: a state read from step to step keeps their order with few weights",
        rates=(3e-3, 1e-2),
        dear=True,
    )


def _for_texts(shapes: Shapes) -> Iterator[Prior]:
    """Beside words without order: neighbours, vectors, and what reads them in order.

    On IMDB, with 17,414 reviews to train on and 5 seeds, pairs changed the selection loss by -0.035 (-0.046 to
    -0.024); with 16,000 and 3 seeds, vectors by -0.005 (-0.021 to +0.010), convolutions by +0.048 (+0.024 to +0.071).
    """
    if "pairs" in shapes:
        yield Prior(
            network=DenseNetwork(units=dense_units(shapes), pairs=True),
            reason="a text: neighbouring words say together what neither says alone, as in 'not good'",
            rates=(1e-3, 3e-4),
        )
    if "sequence" not in shapes or "words" not in shapes:
        return
    words = shapes["words"][0] + 2  # padding and unknown words have ids of their own
    yield Prior(
        network=EmbeddingNetwork(words=words),
        reason="a text: words of like meaning get like vectors, with far fewer weights that decide",
        rates=(3e-3, 1e-2),
        dear=True,
    )
    yield Prior(
        network=Convolution1DNetwork(filters=(32,), units=(16,), words=words),
        reason="a text: short phrases are found wherever they stand",
        rates=(1e-3, 3e-3),
        dear=True,
    )
    yield Prior(
        network=RecurrentNetwork(cells=(16,), words=words),
        reason="a text: a state read from word to word keeps their order",
        rates=(3e-3, 1e-3),
        dear=True,
    )
