"""Which networks fit which blocks."""

import pytest

from wellfit.recipes.networks import (
    CategoryNetwork,
    ConvolutionalNetwork,
    starting_network,
)
from wellfit.recipes.networks.priors import Facts, priors


def test_a_table_with_many_levels_gets_vectors_for_them():
    (prior,) = priors({"dense": (8,), "categories": (2,)}, Facts(levels=70))
    assert prior.network == CategoryNetwork(levels=70)
    assert prior.rates[0] == 1e-3
    assert not prior.dear


def test_numbers_alone_have_the_dense_network():
    assert priors({"dense": (8,)}, Facts()) == ()


def test_texts_get_pairs_vectors_phrases_and_order_the_dearest_last():
    found = priors({"words": (50,), "pairs": (30,), "sequence": (9,)}, Facts())
    assert [prior.network.description for prior in found] == [
        "word pairs, dense 16-16",
        "embedding 16, dense 16",
        "embedding 16, convolution over steps 32, dense 16",
        "embedding 16, gru 16",
    ]
    assert [prior.dear for prior in found] == [False, True, True, True]
    assert {prior.network.words for prior in found[1:]} == {52}  # padding and unknown words beside those known


def test_words_that_came_as_numbers_have_no_order():
    assert priors({"words": (50,)}, Facts()) == ()


@pytest.mark.parametrize(
    ("shape", "filters"),
    [
        ((28, 28), (16, 32)),
        ((8, 8), (16,)),
        ((32, 40, 3), (16, 32)),
        ((150, 150, 3), (16, 32, 64)),
        ((9, 30, 1), (16,)),
    ],
)
def test_images_get_as_many_convolutions_as_their_size_allows(shape, filters):
    (prior,) = priors({"array": shape}, Facts())
    assert prior.network == ConvolutionalNetwork(filters=filters)
    assert prior.dear


@pytest.mark.parametrize(
    "shape, filters, stride",
    [((28, 28, 1), (32, 32), 1), ((150, 150, 3), (32, 32, 64), 1), ((224, 224, 3), (32, 32, 64), 2)],
)
def test_raw_pixels_get_the_convnet_of_the_texts_beside_the_normalized_one(shape, filters, stride):
    (prior,) = priors({"image": shape}, Facts())
    assert prior.network == ConvolutionalNetwork(filters=filters, stride=stride)
    assert prior.dear


@pytest.mark.parametrize("shape", [(7, 28), (28, 28, 2), (28,), (4, 28, 28, 3)])
def test_other_arrays_are_no_images(shape):
    assert priors({"array": shape}, Facts()) == ()


def test_a_series_gets_patterns_and_order_the_dearest_last():
    found = priors({"window": (48, 11), "dense": (14,)}, Facts())
    assert [prior.network.description for prior in found] == ["convolution over steps 32, dense 32", "gru 16"]
    assert all(prior.dear for prior in found)


CASES = {
    "series": {"window": (8, 3), "dense": (4,)},
    "arrays": {"array": (12, 12)},
    "images": {"image": (12, 12, 3)},
    "table": {"dense": (8,), "categories": (2,)},
    "texts": {"words": (50,), "pairs": (30,), "sequence": (9,)},
    "texts and table": {"dense": (8,), "categories": (2,), "words": (50,), "pairs": (30,), "sequence": (9,)},
}


@pytest.mark.parametrize("shapes", CASES.values(), ids=CASES)
def test_each_can_be_built_says_why_and_is_not_the_starting_one(shapes):
    found = priors(shapes, Facts(levels=70))
    assert found
    assert len({prior.network.description for prior in found}) == len(found)
    for prior in found:
        assert prior.network.inputs(shapes)
        assert prior.network != starting_network(shapes)
        assert len(set(prior.rates)) == len(prior.rates) >= 1
        assert prior.reason == prior.reason.strip().removesuffix(".")
