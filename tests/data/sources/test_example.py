"""Example data that ships inside scikit-learn."""

import polars as pl
import pytest

from wellfit.data.sources.example import NAMES, read_example
from wellfit.errors import SourceError

SHAPES = {"breast_cancer": (569, 31), "diabetes": (442, 11), "digits": (1797, 2), "iris": (150, 5), "wine": (178, 14)}


@pytest.mark.parametrize("name", NAMES)
def test_every_example(name: str) -> None:
    part = read_example(f"example:{name}")
    assert part.frame.shape == SHAPES[name]
    assert (part.target, part.name) == ("target", name)
    assert part.frame.null_count().sum_horizontal().item() == 0


def test_classes_have_their_names() -> None:
    frame = read_example("example:breast_cancer").frame
    assert frame["target"].value_counts().sort("target").rows() == [("benign", 357), ("malignant", 212)]


def test_digits_are_pictures() -> None:
    frame = read_example("example:digits").frame
    assert frame["x"].dtype == pl.Array(pl.UInt8, (8, 8))
    assert frame["x"].to_numpy().max() == 16


def test_unknown_example() -> None:
    with pytest.raises(
        SourceError, match=r'no example "irs". Expected one of breast_cancer.*Did you mean example:iris'
    ):
        read_example("example:irs")
