import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfit.data.pipeline.steps import StepColumn, StepEncoder, step_count


def encode(encoder: StepEncoder, values: list) -> np.ndarray:
    frame = pl.DataFrame({"x": values}, schema={"x": pl.Float64})
    out = np.empty((frame.height, len(encoder.feature_names)), np.float32)
    encoder.write(frame, out)
    return out


def test_each_step_fills_from_edge_to_edge():
    encoder = StepEncoder(parts=(StepColumn(name="x", edges=(0.0, 1.0, 3.0), means=(0.5, 0.25)),))
    filled = encode(encoder, [-1, 0, 0.5, 1, 2, 3, 9]) + np.array([0.5, 0.25])
    assert filled.tolist() == [[0, 0], [0, 0], [0.5, 0], [1, 0], [1, 0.5], [1, 1], [1, 1]]


def test_missing_is_the_mean():
    encoder = StepEncoder(parts=(StepColumn(name="x", edges=(0.0, 1.0, 3.0), means=(0.5, 0.25)),))
    assert encode(encoder, [None]).tolist() == [[0, 0]]


def test_features_have_mean_zero_over_the_training_rows():
    values = np.random.default_rng(0).gamma(2, size=3000)
    encoder = StepEncoder.fit(pl.DataFrame({"x": values}), ["x"])
    assert len(encoder.feature_names) == 20
    np.testing.assert_allclose(encode(encoder, values.tolist()).mean(axis=0), 0, atol=1e-3)


def test_few_levels_get_a_step_from_each_to_the_next():
    encoder = StepEncoder.fit(pl.DataFrame({"x": [1, 2, 5] * 1000}), ["x"])
    assert encoder.feature_names == ("x from 1 to 2", "x from 2 to 5")


def test_two_levels_need_no_steps():
    assert StepEncoder.fit(pl.DataFrame({"x": [0, 1] * 1000}), ["x"]).columns == ()


@pytest.mark.parametrize(
    ("rows", "columns", "steps"),
    [
        (199, 1, 0),  # too few rows to say anything about a stretch
        (364, 30, 0),  # too many columns for the rows
        (5000, 200, 0),  # too many features
        (255, 7, 4 - 1),
        (10_000, 28, 17),
        (13_000, 8, 32),
        (1_000_000, 28, 3),  # memory
        (100, 0, 0),
    ],
)
def test_how_many_steps(rows, columns, steps):
    assert step_count(rows, columns) == steps


def test_edges_must_increase():
    with pytest.raises(ValueError, match="3 edges and 2 steps of x"):
        StepColumn(name="x", edges=(0.0, 1.0, 1.0), means=(0.5, 0.5))


@given(st.lists(st.floats(-1e30, 1e30), min_size=200, max_size=210), st.floats(-1e30, 1e30))
def test_whatever_the_numbers_steps_lie_between_minus_one_and_one(values, new):
    encoder = StepEncoder.fit(pl.DataFrame({"x": values}), ["x"])
    features = encode(encoder, [*values, new, None])
    assert features.size == 0 or np.abs(features).max() <= 1
