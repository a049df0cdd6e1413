import numpy as np
import polars as pl
import pytest

from wellfit.data.pipeline.array import ArrayEncoder
from wellfit.errors import DataError


def frame_of(values: np.ndarray) -> pl.DataFrame:
    return pl.DataFrame({"x": values})


def test_one_mean_and_deviation_for_all_numbers():
    frame = frame_of(np.array([[[0, 0], [0, 4]], [[4, 4], [0, 4]]], np.uint8))
    encoder = ArrayEncoder.fit(frame, "x")
    assert (encoder.shape, encoder.mean, encoder.deviation) == ((2, 2), 2.0, 2.0)
    block = encoder.encode(frame)
    assert block.dtype == np.float32
    assert block.tolist() == [[[-1, -1], [-1, 1]], [[1, 1], [-1, 1]]]


def test_missing_arrays_are_the_mean():
    series = pl.Series("x", [[0.0, 2.0], None, [2.0, 0.0]], dtype=pl.Array(pl.Float64, 2))
    encoder = ArrayEncoder.fit(series.to_frame(), "x")
    assert encoder.encode(series.to_frame()).tolist() == [[-1, 1], [0, 0], [1, -1]]


def test_arrays_of_one_number_do_not_divide_by_zero():
    frame = frame_of(np.full((3, 2, 2), 7.0))
    assert ArrayEncoder.fit(frame, "x").encode(frame).tolist() == np.zeros((3, 2, 2)).tolist()


def test_encoding_leaves_the_source_alone():
    values = np.arange(8, dtype=np.float32).reshape(2, 2, 2)
    frame = frame_of(values)
    ArrayEncoder.fit(frame, "x").encode(frame)
    np.testing.assert_array_equal(frame["x"].to_numpy(), np.arange(8).reshape(2, 2, 2))


def test_another_shape_is_refused():
    encoder = ArrayEncoder.fit(frame_of(np.ones((2, 2, 2))), "x")
    with pytest.raises(DataError, match=r"Column 'x' does not hold arrays of the shape .* expected 2 × 2, received"):
        encoder.encode(frame_of(np.ones((2, 3, 2))))
    with pytest.raises(DataError, match="expected 2 × 2, received Float64"):
        encoder.encode(pl.DataFrame({"x": [1.0]}))
