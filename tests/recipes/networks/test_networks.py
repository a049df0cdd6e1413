"""The single networks: what they compute, how they are described, what they refuse."""

import numpy as np
import pytest

from wellfit.errors import ModelError, OptionError
from wellfit.recipes.networks import (
    Convolution1DNetwork,
    ConvolutionalNetwork,
    DenseNetwork,
    EmbeddingNetwork,
    PooledConvolutionalNetwork,
    RecurrentNetwork,
    starting_network,
)
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


def test_a_strided_convolution_by_hand():
    network = ConvolutionalNetwork(filters=(1,), units=(), kernel=1, stride=2, pool=2)
    model = logits(network, {"array": (4, 4)})
    model.set_weights([np.ones((1, 1, 1, 1)), np.array([0.0]), np.array([[1.0]]), np.array([0.0])])
    # Of 0…15, row by row, it sees 0, 2, 8 and 10.
    assert model.predict(np.arange(16.0).reshape(1, 4, 4), verbose=0).tolist() == [[10.0]]


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


def test_a_recurrent_network_by_hand():
    model = logits(RecurrentNetwork(cells=(1,), cell="simple"), {"window": (2, 1), "dense": (1,)})
    recurrent = [np.array([[1.0]]), np.array([[2.0]]), np.array([0.0])]
    model.set_weights([*recurrent, np.array([[3.0], [10.0]]), np.array([0.5])])
    # States: tanh(0.5) and tanh(0.25 + 2 tanh(0.5)); three times the last, ten times the column, and a half.
    expected = 3 * np.tanh(0.25 + 2 * np.tanh(0.5)) + 10 * 4.0 + 0.5
    steps, column = np.array([[[0.5], [0.25]]]), np.array([[4.0]])
    np.testing.assert_allclose(model.predict([steps, column], verbose=0), [[expected]], rtol=1e-6)


@pytest.mark.quick("lstm")
@pytest.mark.parametrize("cell", ["gru", "lstm", "simple"])
def test_padding_does_not_reach_the_state(cell):
    network = RecurrentNetwork(cells=(3, 2), cell=cell, words=6, size=2)
    short, long = (logits(network, {"sequence": (steps,)}) for steps in (2, 5))
    short.set_weights(weights := [np.random.default_rng(1).normal(size=w.shape) for w in long.get_weights()])
    long.set_weights(weights)
    words = np.array([[4, 2], [5, 0], [0, 0]], np.int32)
    padded = np.pad(words, [(0, 0), (0, 3)])
    np.testing.assert_allclose(long.predict(padded, verbose=0), short.predict(words, verbose=0), rtol=1e-5)


def test_a_convolution_over_a_window_keeps_the_place_of_what_it_finds():
    model = logits(Convolution1DNetwork(filters=(1,), units=(), kernel=1), {"window": (3, 1)})
    model.set_weights([np.array([[[2.0]]]), np.array([-1.0]), np.array([[1.0], [10.0], [100.0]]), np.array([0.5])])
    # relu(2x - 1) of 1, 0 and 2 is 1, 0 and 3.
    assert model.predict(np.array([[[1.0], [0.0], [2.0]]]), verbose=0).tolist() == [[301.5]]


def test_a_convolution_over_words_keeps_the_highest_wherever_it_is():
    model = logits(Convolution1DNetwork(filters=(1,), units=(), kernel=1, words=4, size=1), {"sequence": (3,)})
    vectors = np.array([[0.0], [1.0], [5.0], [2.0]])
    model.set_weights([vectors, np.array([[[2.0]]]), np.array([-1.0]), np.array([[10.0]]), np.array([0.5])])
    texts = np.array([[2, 1, 3], [1, 1, 2]], np.int32)
    assert model.predict(texts, verbose=0).tolist() == [[90.5], [90.5]]


def test_pooling_lies_between_convolutions_over_steps():
    everything = Regularization(l2=0.1, dropout=0.5, batch_normalization=True)
    layers = Layers(regularization=everything, seed=0, head="logits")
    model = Convolution1DNetwork(filters=(2, 2), units=(3,)).build({"window": (6, 1)}, 1, layers)
    assert [layer.name for layer in model.layers[1:]] == [
        *["convolution_1", "convolution_1_normalization", "convolution_1_activation", "pooling_1"],
        *["convolution_2", "convolution_2_normalization", "convolution_2_activation", "flat"],
        *["hidden_1", "normalization_1", "activation_1", "dropout_1", "output"],
    ]


def test_what_acts_on_recurrent_layers():
    everything = Regularization(l2=0.1, dropout=0.5, batch_normalization=True)
    layers = Layers(regularization=everything, seed=0, head="logits")
    model = RecurrentNetwork(cells=(2, 3), units=(4,)).build({"window": (6, 1)}, 1, layers)
    assert [layer.name for layer in model.layers[1:]] == [
        *["recurrent_1", "normalization_1", "dropout_1", "recurrent_2", "normalization_2", "dropout_2"],
        *["hidden_3", "normalization_3", "activation_3", "dropout_3", "output"],
    ]
    penalised = {v.path for v in model.trainable_variables if v.regularizer is not None}
    assert {path for path in penalised if path.startswith("recurrent_1")} == {
        "recurrent_1/gru_cell/kernel",
        "recurrent_1/gru_cell/recurrent_kernel",
    }


@pytest.mark.parametrize(
    "network, description",
    [
        (DenseNetwork(units=(64, 32)), "dense 64-32"),
        (DenseNetwork(units=()), "linear"),
        (EmbeddingNetwork(words=9, size=4, units=(5, 6)), "embedding 4, dense 5-6"),
        (EmbeddingNetwork(words=9, size=4, units=()), "embedding 4"),
        (RecurrentNetwork(cells=(8, 4), units=(3,)), "gru 8-4, dense 3"),
        (RecurrentNetwork(cell="simple", words=9, size=2), "embedding 2, simple rnn 32"),
        (Convolution1DNetwork(), "convolution over steps 32, dense 32"),
        (Convolution1DNetwork(filters=(8, 4), units=(), words=9), "embedding 16, convolution over steps 8-4"),
        (ConvolutionalNetwork(), "convolution 32-32-64, dense 64"),
        (ConvolutionalNetwork(filters=(8,), units=()), "convolution 8"),
    ],
)
def test_descriptions(network, description):
    assert network.description == description


@pytest.mark.parametrize(
    "side, filters, stride",
    [(28, (32, 32, 64), 1), (96, (24, 48, 96, 128), 2), (150, (24, 48, 96, 128), 2), (224, (24, 48, 96, 128), 3)],
)
def test_images_are_begun_with_normalized_convolutions(side, filters, stride):
    found = starting_network({"image": (side, side + 10, 3)})
    assert found == PooledConvolutionalNetwork(filters=filters, stride=stride)


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


@pytest.mark.parametrize(
    "sizes", [{"filters": ()}, {"filters": (8, 0)}, {"units": (0,)}, {"kernel": 0}, {"stride": 0}, {"pool": 0}]
)
def test_a_convolution_without_size_is_refused(sizes):
    with pytest.raises(OptionError, match="needs one filter or more, and sizes of at least 1, received Convolutional"):
        ConvolutionalNetwork(**sizes)


@pytest.mark.parametrize("sizes", [{"filters": ()}, {"filters": (8, 0)}, {"kernel": 0}, {"stride": 0}])
def test_a_pooled_convolution_without_size_is_refused(sizes):
    with pytest.raises(OptionError, match="one filter or more, and sizes of at least 1, received PooledConvolutional"):
        PooledConvolutionalNetwork(**sizes)


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


def test_a_stride_that_leaves_nothing_of_images_is_named():
    """28 becomes 13 and 6, 2, and nothing."""
    with pytest.raises(ModelError, match=r"with kernel 3, stride 2 and pooling 2: nothing is left after number 3\."):
        logits(ConvolutionalNetwork(stride=2), {"array": (28, 28)})


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


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda: RecurrentNetwork(cells=()), "A recurrent network needs one layer or more, and sizes of at least 1"),
        (lambda: RecurrentNetwork(cells=(0,)), "received RecurrentNetwork(cells=(0,)"),
        (lambda: RecurrentNetwork(cell="rnn"), "A recurrent cell is one of gru, lstm, simple, received 'rnn'."),
        (lambda: Convolution1DNetwork(filters=()), "A convolution over steps needs one filter or more, and sizes of"),
        (lambda: Convolution1DNetwork(pool=0), "received Convolution1DNetwork(filters=(32,)"),
    ],
)
def test_networks_over_steps_without_size_are_refused(make, message):
    with pytest.raises(OptionError) as caught:
        make()
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "network, message",
    [
        (
            RecurrentNetwork(),
            "A recurrent network reads windows of a series, but this data has none: its blocks are dense, sequence. "
            "Give it words= for texts and leave words out for a series, or take a DenseNetwork.",
        ),
        (
            Convolution1DNetwork(),
            "A convolutional network reads windows of a series, but this data has none: its blocks are dense, "
            "sequence. Give it words= for texts and leave words out for a series, or take a DenseNetwork.",
        ),
    ],
)
def test_networks_over_steps_need_a_window_or_words(network, message):
    with pytest.raises(ModelError) as caught:
        network.inputs({"dense": (3,), "sequence": (7,)})
    assert str(caught.value) == message
    with pytest.raises(ModelError, match="reads texts, since it has words, but this data has none: its blocks are win"):
        type(network)(words=9).inputs({"window": (3, 1)})


def test_windows_that_pooling_leaves_nothing_of_are_refused():
    logits(Convolution1DNetwork(filters=(2, 2, 2)), {"window": (4, 1)})
    with pytest.raises(ModelError) as caught:
        logits(Convolution1DNetwork(filters=(2, 2, 2)), {"window": (3, 1)})
    assert str(caught.value) == (
        "3 steps are too few for 3 convolutions with pooling by 2 between them: expected were 4 or more. "
        "Give the network fewer filters, or longer windows or texts."
    )


@pytest.mark.parametrize("kind", [RecurrentNetwork, Convolution1DNetwork])
def test_networks_over_words_need_a_vector_for_each(kind):
    with pytest.raises(ModelError, match=r"has 11 vectors, but the texts use 12 ids .* Give it words=12\."):
        logits(kind(words=11), {"sequence": (7,), "words": (10,)})


def test_normalized_convolutions_are_not_normalized_twice():
    twice = Layers(regularization=Regularization(layer_normalization=True), seed=0, head="logits")
    with pytest.raises(ModelError, match="it is normalized already"):
        PooledConvolutionalNetwork().build({"image": (32, 32, 3)}, 1, twice)
