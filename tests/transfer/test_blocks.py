import pytest

from wellfit.backend import keras
from wellfit.errors import ModelError
from wellfit.transfer.blocks import block_start, block_starts


def made_by(tensors):
    return [tensor._keras_history.operation.name for tensor in tensors]


def test_blocks_end_where_branches_join(network):
    maps = keras.Model(network.inputs[0], network.get_layer("last").output)
    assert made_by(block_starts(maps)) == ["join_2", "join_1"]


def test_blocks_of_a_chain_end_where_the_picture_becomes_smaller():
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((16, 16, 3)),
            layers.Conv2D(2, 3, padding="same"),
            layers.MaxPooling2D(name="first_pool"),
            layers.Conv2D(2, 3, padding="same"),
            layers.Conv2D(2, 3, padding="same"),
            layers.BatchNormalization(name="normalized"),
            layers.Conv2D(2, 3, padding="same", strides=2),
            layers.ReLU(),
        ]
    )
    assert made_by(block_starts(model)) == ["normalized", "first_pool"]


@pytest.mark.slow
def test_vgg16_has_its_five_blocks():
    model = keras.applications.VGG16(include_top=False, weights=None, input_shape=(32, 32, 3))
    assert made_by(block_starts(model)) == ["block4_pool", "block3_pool", "block2_pool", "block1_pool"]


def test_more_blocks_than_there_are(network):
    with pytest.raises(ModelError, match=r"The last 3 blocks .* were to be trained, but it has 2"):
        block_start(keras.Model(network.inputs[0], network.get_layer("last").output), 3)
    flat = keras.Sequential([keras.Input((4, 4, 3)), keras.layers.Conv2D(2, 1)])
    with pytest.raises(ModelError, match=r"none can be told apart in it"):
        block_start(flat, 1)
