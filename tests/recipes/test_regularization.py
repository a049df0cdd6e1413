"""Penalties and dropout as plain values."""

import pytest

from wellfit.errors import OptionError
from wellfit.recipes.regularization import Regularization


def test_none_by_default():
    assert Regularization() == Regularization(l1=0.0, l2=0.0, dropout=0.0, batch_normalization=False)


@pytest.mark.parametrize(
    "values, message",
    [
        ({"l1": -0.1}, "The L1 penalty must be at least 0, received -0.1."),
        ({"l2": float("nan")}, "The L2 penalty must be at least 0, received nan."),
        ({"dropout": 1.0}, "A dropout rate must be at least 0 and below 1, received 1.0."),
        ({"dropout": -0.5}, "A dropout rate must be at least 0 and below 1, received -0.5."),
    ],
)
def test_values_that_make_no_sense_are_refused(values, message):
    with pytest.raises(OptionError) as caught:
        Regularization(**values)
    assert str(caught.value) == message
