import jax.numpy as jnp
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfit.data.pipeline.target import TargetEncoder, label_text, skewness
from wellfit.data.task import Task
from wellfit.errors import DataError

BINARY = Task(kind="binary", target="y", classes=("neg", "pos"))
REGRESSION = Task(kind="regression", target="y")


def test_binary_is_the_probability_of_the_second_class():
    encoder = TargetEncoder.fit(pl.Series(["pos", "neg"]), BINARY)
    encoded = encoder.encode(pl.Series([" pos", "neg", "pos "]))
    assert encoded.dtype == np.float32
    assert encoded.tolist() == [1, 0, 1]


def test_classes_are_numbered_in_the_order_of_the_task():
    task = Task(kind="multiclass", target="y", classes=("2", "10", "30"))
    encoder = TargetEncoder.fit(pl.Series([2, 10, 30]), task)
    encoded = encoder.encode(pl.Series([30.0, 2.0, 10.0]))
    assert encoded.dtype == np.int32
    assert encoded.tolist() == [2, 0, 1]
    assert encoder.labels(encoded) == ["30", "2", "10"]


@pytest.mark.parametrize("series", [pl.Series(["pos", "maybe"]), pl.Series(["pos", None])])
def test_unknown_labels_are_refused(series):
    encoder = TargetEncoder.fit(pl.Series(["pos", "neg"]), BINARY)
    with pytest.raises(DataError, match=r"holds the label .*, which no training row has; expected one of neg, pos"):
        encoder.encode(series)


def test_numbers_are_standardised_and_come_back():
    encoder = TargetEncoder.fit(pl.Series([1.0, 3.0, 5.0, 7.0]), REGRESSION)
    assert encoder.transform == "none"
    encoded = encoder.encode(pl.Series([4.0, 7.0]))
    assert encoded.dtype == np.float32
    np.testing.assert_allclose(encoded, [0, 3 / np.sqrt(5)], rtol=1e-6)
    np.testing.assert_allclose(encoder.decode(encoded), [4, 7], rtol=1e-6)


def test_right_skewed_amounts_are_learned_as_logarithms():
    amounts = pl.Series(np.random.default_rng(0).lognormal(8, 1, 1000))
    encoder = TargetEncoder.fit(amounts, REGRESSION)
    assert encoder.transform == "log1p"
    encoded = encoder.encode(amounts)
    assert float(encoded.std()) == pytest.approx(1, rel=1e-3)
    np.testing.assert_allclose(encoder.decode(encoded), amounts.to_numpy(), rtol=1e-4)
    np.testing.assert_allclose(np.asarray(encoder.decode(jnp.asarray(encoded), jnp)), amounts.to_numpy(), rtol=1e-4)


def test_small_skewed_numbers_gain_nothing_from_a_logarithm():
    shares = pl.Series(np.random.default_rng(0).lognormal(-6, 1, 1000))
    assert TargetEncoder.fit(shares, REGRESSION).transform == "none"


def test_negative_numbers_are_never_taken_the_logarithm_of():
    values = pl.Series(np.random.default_rng(0).lognormal(8, 1, 1000) - 1e6)
    assert TargetEncoder.fit(values, REGRESSION).transform == "none"


def test_a_wild_output_stays_within_reach_of_the_training_rows():
    amounts = pl.Series(np.random.default_rng(0).lognormal(8, 1, 1000))
    encoder = TargetEncoder.fit(amounts, REGRESSION)
    assert np.isfinite(encoder.decode(np.float32([1e9, -1e9]))).all()
    assert encoder.decode(np.float32([-1e9]))[0] >= -1


@pytest.mark.parametrize("values", [[0.0, 10.0, 20.0], [1.0, 2.0, 4.0, 1000.0, 3.0, 2.0, 1.0, 5.0]])
def test_a_true_value_comes_back_however_far_out(values):
    encoder = TargetEncoder.fit(pl.Series(values), REGRESSION)
    far = pl.Series([5e7])
    np.testing.assert_allclose(encoder.restore(encoder.encode(far).astype(float)), [5e7], rtol=1e-4)
    assert encoder.decode(encoder.encode(far).astype(float))[0] < 5e7


@pytest.mark.parametrize("value", [None, float("inf"), float("nan")])
def test_missing_and_infinite_targets_are_refused(value):
    encoder = TargetEncoder.fit(pl.Series([1.0, 2.0]), REGRESSION)
    with pytest.raises(DataError, match="missing or infinite numbers; expected a finite number in every row"):
        encoder.encode(pl.Series([1.0, value]))


def test_one_value_only_does_not_divide_by_zero():
    encoder = TargetEncoder.fit(pl.Series([5, 5]), REGRESSION)
    assert encoder.encode(pl.Series([5])).tolist() == [0]


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "ranking"},
        {"kind": "binary"},
        {"kind": "regression", "classes": ("a", "b")},
        {"kind": "binary", "classes": ("a", "a")},
        {"kind": "regression", "transform": "sqrt"},
        {"kind": "regression", "deviation": 0.0},
    ],
)
def test_impossible_targets_are_refused(fields):
    with pytest.raises(ValueError, match=r"kind|classes"):
        TargetEncoder(**fields)


def test_label_text_trims_and_joins_whole_floats_with_integers():
    assert label_text(pl.Series([1.0, -2.0, 0.5, None])).to_list() == ["1", "-2", "0.5", None]
    assert label_text(pl.Series([" a ", "b"])).to_list() == ["a", "b"]
    assert label_text(pl.Series([True])).to_list() == ["true"]


def test_skewness_of_equal_values_is_zero():
    assert skewness(np.ones(3)) == 0


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40))
def test_training_values_come_back(values):
    encoder = TargetEncoder.fit(pl.Series(values), REGRESSION)
    back = encoder.decode(encoder.encode(pl.Series(values)).astype(float))
    scale = max(abs(v) for v in values) + 1
    np.testing.assert_allclose(back, values, atol=1e-4 * scale)
