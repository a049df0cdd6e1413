"""The single networks: what they compute, how they are described, what they refuse."""

import numpy as np
import pytest

from wellfit.errors import ModelError, OptionError
from wellfit.recipes.networks import ConvolutionalNetwork, DenseNetwork, EmbeddingNetwork, starting_network
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


def test_a_convolutional_network_by_hand():
    network = ConvolutionalNetwork(filters=(1,), units=(), kernel=2, pool=2)
    model = logits(network, {"array": (3, 3)})
    kernel = np.array([1.0, 2.0, 3.0, 4.0]).reshape(2, 2, 1, 1)
    model.set_weights([kernel, np.array([-50.0]), np.array([[2.0]]), np.array([0.5])])
    # Windows of 0…8 times 1…4, minus 50: -23, -13, 7, 17; of these 17 is the highest.
    assert model.predict(np.arange(9.0).reshape(1, 3, 3), verbose=0).tolist() == [[34.5]]


def test_dropout_follows_the_dense_layers_alone():
    everything = Regularization(l2=0.1, dropout=0.5, batch_normalization=True)
    layers = Layers(regularization=everything, seed=0, head="logits")
    model = ConvolutionalNetwork(filters=(2,), units=(3,)).build({"array": (6, 6, 1)}, 1, layers)
    assert [layer.name for layer in model.layers[1:]] == [
        *["convolution_1", "convolution_1_normalization", "convolution_1_activation", "pooling_1", "flat"],
        *["hidden_1", "normalization_1", "activation_1", "dropout_1", "output"],
    ]
    penalised = [layer.name for layer in model.layers if getattr(layer, "kernel_regularizer", None)]
    assert penalised == ["convolution_1", "hidden_1"]


def test_an_embedding_is_averaged_over_the_words_that_are_there():
    model = logits(EmbeddingNetwork(words=4, size=1, units=()), {"sequence": (3,)})
    model.set_weights([np.array([[100.0], [1.0], [2.0], [6.0]]), np.array([[1.0]]), np.array([0.0])])
    texts = np.array([[2, 3, 0], [3, 3, 3], [0, 0, 0]], np.int32)  # 0 is padding
    assert model.predict(texts, verbose=0).tolist() == [[4.0], [6.0], [0.0]]


def test_padding_enters_the_average_where_it_counts_as_in_keras_without_a_mask():
    model = logits(EmbeddingNetwork(words=4, size=1, units=(), padding_counts=True), {"sequence": (3,)})
    model.set_weights([np.array([[3.0], [1.0], [2.0], [6.0]]), np.array([[1.0]]), np.array([0.0])])
    texts = np.array([[3, 3, 0], [3, 3, 3], [0, 0, 0]], np.int32)
    assert model.predict(texts, verbose=0).tolist() == [[5.0], [6.0], [3.0]]
    kinds = [type(layer).__name__ for layer in model.layers]
    assert kinds == ["InputLayer", "Embedding", "GlobalAveragePooling1D", "Dense"]


@pytest.mark.parametrize(
    "network, description",
    [
        (DenseNetwork(units=(64, 32)), "dense 64-32"),
        (DenseNetwork(units=()), "linear"),
        (EmbeddingNetwork(words=9, size=4, units=(5, 6)), "embedding 4, dense 5-6"),
        (EmbeddingNetwork(words=9, size=4, units=()), "embedding 4"),
        (ConvolutionalNetwork(), "convolution 32-32-64, dense 64"),
        (ConvolutionalNetwork(filters=(8,), units=()), "convolution 8"),
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


@pytest.mark.parametrize("sizes", [{"filters": ()}, {"filters": (8, 0)}, {"units": (0,)}, {"kernel": 0}, {"pool": 0}])
def test_a_convolution_without_size_is_refused(sizes):
    with pytest.raises(OptionError, match="needs one filter or more, and sizes of at least 1, received Convolutional"):
        ConvolutionalNetwork(**sizes)


def test_a_convolutional_network_needs_images():
    with pytest.raises(ModelError) as caught:
        ConvolutionalNetwork().inputs({"dense": (3,), "array": (7,)})
    assert str(caught.value) == (
        "A convolutional network reads images, arrays of shape (height, width) or (height, width, channels), but this "
        "data has dense of shape (3,), array of shape (7,). Take a DenseNetwork, or give the images as arrays."
    )


def test_images_that_pooling_leaves_nothing_of_are_refused():
    """28 becomes 13, 5 and 1; 16 becomes 7, 2 and nothing."""
    logits(ConvolutionalNetwork(), {"array": (28, 28)})
    with pytest.raises(ModelError) as caught:
        logits(ConvolutionalNetwork(), {"array": (28, 16)})
    assert str(caught.value) == (
        "Images of 28 × 16 are too small for 3 convolutions with kernel 3 and pooling 2: nothing is left after number "
        "3. Give the network 2 of them, or larger images."
    )


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
