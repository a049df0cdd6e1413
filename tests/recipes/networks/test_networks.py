"""The single networks: what they compute, how they are described, what they refuse."""

import numpy as np
import pytest

from wellfit.errors import ModelError, OptionError
from wellfit.recipes.networks import DenseNetwork, EmbeddingNetwork, starting_network
from wellfit.recipes.networks.layers import Layers
from wellfit.recipes.regularization import Regularization


def logits(network, shapes):
    return network.build(shapes, 1, Layers(regularization=Regularization(), seed=0, head="logits"))


def test_a_dense_network_by_hand():
    model = logits(DenseNetwork(units=(2,)), {"dense": (2,)})
    kernel, bias = np.array([[1.0, -1.0], [2.0, 0.0]]), np.array([0.0, 0.5])
    model.set_weights([kernel, bias, np.array([[3.0], [4.0]]), np.array([0.25])])
    # Hidden: relu(1*1 + 1*2 + 0) = 3 and relu(1*-1 + 1*0 + 0.5) = 0, so 3*3 + 4*0 + 0.25.
    assert model.predict(np.array([[1.0, 1.0]]), verbose=0).tolist() == [[9.25]]


def test_an_embedding_is_averaged_over_the_words_that_are_there():
    model = logits(EmbeddingNetwork(words=4, size=1, units=()), {"sequence": (3,)})
    model.set_weights([np.array([[100.0], [1.0], [2.0], [6.0]]), np.array([[1.0]]), np.array([0.0])])
    texts = np.array([[2, 3, 0], [3, 3, 3], [0, 0, 0]], np.int32)  # 0 is padding
    assert model.predict(texts, verbose=0).tolist() == [[4.0], [6.0], [0.0]]


@pytest.mark.parametrize(
    "network, description",
    [
        (DenseNetwork(units=(64, 32)), "dense 64-32"),
        (DenseNetwork(units=()), "linear"),
        (EmbeddingNetwork(words=9, size=4, units=(5, 6)), "embedding 4, dense 5-6"),
        (EmbeddingNetwork(words=9, size=4, units=()), "embedding 4"),
    ],
)
def test_descriptions(network, description):
    assert network.description == description


@pytest.mark.parametrize(
    "shapes, units",
    [
        ({"dense": (13,)}, (64, 64)),
        ({"words": (10_000,), "sequence": (256,)}, (16, 16)),
        ({"array": (28, 28)}, (64, 64)),
    ],
)
def test_starting_networks(shapes, units):
    assert starting_network(shapes) == DenseNetwork(units=units)


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda: DenseNetwork(units=(8, 0)), "Layer widths must be at least 1, received (8, 0)."),
        (lambda: EmbeddingNetwork(words=0), "Words, size and units must be at least 1, received EmbeddingNetwork("),
        (lambda: EmbeddingNetwork(words=5, units=(0,)), "Words, size and units must be at least 1, received"),
    ],
)
def test_widths_below_one_are_refused(make, message):
    with pytest.raises(OptionError) as caught:
        make()
    assert message in str(caught.value)


def test_an_embedding_network_needs_texts():
    with pytest.raises(ModelError) as caught:
        EmbeddingNetwork(words=10).inputs({"dense": (3,)})
    assert str(caught.value) == (
        "An embedding network reads texts, but this data has none: its blocks are dense. "
        "Take a DenseNetwork, or data with a column of free text."
    )


def test_an_embedding_network_needs_a_vector_for_each_word():
    """A word beyond the last vector would silently be another one, or no number."""
    with pytest.raises(ModelError) as caught:
        logits(EmbeddingNetwork(words=11), {"sequence": (7,), "words": (10,)})
    assert str(caught.value) == (
        "The embedding has 11 vectors, but the texts use 12 ids (padding, unknown words and 10 known ones). "
        "Give it words=12."
    )
