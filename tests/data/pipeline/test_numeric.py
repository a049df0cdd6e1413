import numpy as np
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wellfit.data.pipeline.numeric import NumericEncoder

numbers = st.floats(-1e30, 1e30, allow_nan=False)


def encode(encoder: NumericEncoder, values: list) -> np.ndarray:
    frame = pl.DataFrame({"x": values}, schema={"x": pl.Float64})
    out = np.empty((frame.height, len(encoder.feature_names)), np.float32)
    encoder.write(frame, out)
    return out


def fit(values) -> NumericEncoder:
    return NumericEncoder.fit(pl.DataFrame({"x": values}), ["x"])


def test_two_values_become_minus_one_and_one():
    encoder = fit([2.0, 4.0] * 500)
    assert encode(encoder, [2.0, 4.0, 3.0])[:, 0].tolist() == [-1.0, 1.0, 0.0]


def test_missing_is_the_mean_and_has_its_own_feature():
    encoder = fit([2.0, None, 4.0, 2.0, 4.0])
    assert encoder.feature_names == ("x", "x is missing")
    np.testing.assert_allclose(encode(encoder, [None, 3.0]), [[0, 1], [0, 0]], atol=1e-6)


def test_normal_numbers_keep_their_shape():
    values = np.random.default_rng(0).normal(50, 7, 5000)
    part = fit(values).parts[0]
    assert part.bend == 0
    assert part.mean == pytest.approx(values.mean(), abs=0.05)
    assert part.deviation == pytest.approx(values.std(), rel=0.01)


def test_heavy_tails_are_bent():
    values = np.random.default_rng(0).lognormal(10, 2, 5000)
    encoder = fit(values)
    assert encoder.parts[0].bend > 0
    features = encode(encoder, values.tolist())[:, 0]
    assert abs(np.mean(features**3)) < 0.5
    assert np.abs(features).max() < 7


def test_one_absurd_outlier_does_not_flatten_the_others():
    values = np.append(np.random.default_rng(0).normal(size=5000), 1e12)
    features = encode(fit(values), values.tolist())[:, 0]
    assert features[:-1].std() == pytest.approx(1, rel=0.02)
    assert features[-1] < 10


def test_a_rare_event_is_kept_but_not_shouted():
    values = np.zeros(10_000)
    values[:4] = 1.0
    features = encode(fit(values), [0.0, 1.0])[:, 0]
    assert 5 < features[1] - features[0] <= 10.001


def test_pixels_share_one_scale():
    random = np.random.default_rng(0)
    pixels = random.integers(0, 256, (500, 80)).astype(np.uint8)
    pixels[:, :10] *= (random.random((500, 10)) < 0.01).astype(np.uint8)  # a border that is nearly always dark
    frame = pl.DataFrame({f"x_{i}": pixels[:, i] for i in range(80)})
    encoder = NumericEncoder.fit(frame, frame.columns)
    assert len({part.deviation for part in encoder.parts}) == 1
    out = np.empty((500, 80), np.float32)
    encoder.write(frame, out)
    assert np.abs(out).max() < 4


def test_quantities_of_different_size_keep_their_own_scale():
    sizes = 10.0 ** np.linspace(-3, 3, 80)
    values = np.random.default_rng(0).normal(size=(500, 80)) * sizes
    frame = pl.DataFrame({f"x_{i}": values[:, i] for i in range(80)})
    encoder = NumericEncoder.fit(frame, frame.columns)
    np.testing.assert_allclose([part.deviation for part in encoder.parts], sizes, rtol=0.2)


def test_many_columns_are_encoded_as_each_alone():
    values = np.random.default_rng(0).lognormal(size=(50, 70)) * 10.0 ** np.linspace(-3, 3, 70)
    frame = pl.DataFrame({f"x_{i}": values[:, i] for i in range(70)})
    frame = frame.with_columns(pl.when(pl.int_range(50) != 3).then("x_66"))
    together, alone = np.empty((50, 71), np.float32), np.empty((50, 2), np.float32)
    NumericEncoder.fit(frame, frame.columns).write(frame, together)
    NumericEncoder.fit(frame, ["x_66"]).write(frame, alone)
    np.testing.assert_array_equal(together[:, [66, 70]], alone)


@example(train=[0.0, 3.9e-149], new=[0.0])  # the cube of the deviation is zero, the variance is not
@given(st.lists(st.one_of(st.none(), numbers), min_size=1, max_size=50), st.lists(numbers, min_size=1, max_size=20))
def test_whatever_the_numbers_features_are_finite_and_moderate(train, new):
    encoder = NumericEncoder.fit(pl.DataFrame({"x": train}, schema={"x": pl.Float64}), ["x"])
    features = encode(encoder, new)
    assert np.isfinite(features).all()
    assert np.abs(features).max() <= 30


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=50))
def test_order_is_kept(values):
    encoder = NumericEncoder.fit(pl.DataFrame({"x": values}), ["x"])
    ordered = np.sort(np.array(values, float))
    assert (np.diff(encode(encoder, ordered.tolist())[:, 0]) >= 0).all()
