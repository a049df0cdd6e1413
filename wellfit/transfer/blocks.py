"""Where the last blocks of a network begin: the places at which its lower part can be cut off."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from wellfit.backend import keras
from wellfit.errors import ModelError
from wellfit.transfer.graph import Place, places

# Branches end in these: what they make is the end of a block. Not in a product, with which a block weighs itself.
_JOINS = (keras.layers.Add, keras.layers.Concatenate, keras.layers.Average, keras.layers.Maximum)


def block_start(network: keras.Model, blocks: int) -> Any:
    """The tensor [rows, height, width, channels] that the last so many blocks read, and nothing else.

    A block ends where its branches join, as in residual networks. Networks without branches change their blocks where
    the picture becomes smaller.

    Raises ModelError where the network has fewer blocks.
    """
    starts = block_starts(network)
    if not 1 <= blocks <= len(starts):
        there = f"it has {len(starts)} that can be told apart" if starts else "none can be told apart in it"
        raise ModelError(
            f"The last {blocks} blocks of the network '{network.name}' were to be trained, but {there}; expected was a "
            "network whose layers follow one another or join again. Train fewer blocks, or take another network."
        )
    return starts[blocks - 1]


def block_starts(network: keras.Model) -> list[Any]:
    """Those of the last block, of the last two, and so on."""
    found = [place for place in places(network) if len(place.tensor.shape) == 4]
    if not found:
        return []
    joins = [number for number, place in enumerate(found) if isinstance(place.operation, _JOINS)]
    ends = joins if joins else _before_smaller(found)
    whole = found[-1].weights
    starts: list[Place] = []
    for number in ends:
        place = _past_plain(found, number)
        if 0 < place.weights < whole and (not starts or place.weights > starts[-1].weights):
            starts.append(place)
    return [place.tensor for place in reversed(starts)]


def _before_smaller(found: Sequence[Place]) -> list[int]:
    """The places after which the picture becomes smaller."""
    heights = [place.tensor.shape[1] for place in found]
    return [number for number, (one, next_one) in enumerate(pairwise(heights)) if next_one < one]


def _past_plain(found: Sequence[Place], number: int) -> Place:
    """The last place behind it before anything with weights: pooling and activations are computed once, too."""
    here = found[number]
    later = [place for place in found[number:] if place.weights == here.weights]
    return later[-1]
