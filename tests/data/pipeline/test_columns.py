import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from wellfit.data.pipeline.columns import CHUNK, chunks, number_matrix, quantiles, sample_rows


@given(
    hnp.arrays(float, st.tuples(st.integers(1, 30), st.integers(1, 4)), elements=st.floats(-1e6, 1e6)),
    st.lists(st.floats(0, 1), min_size=1, max_size=4),
)
def test_quantiles_are_numpys(matrix, shares):
    np.testing.assert_allclose(quantiles(matrix, shares), np.quantile(matrix, shares, axis=0), rtol=1e-9, atol=1e-6)


def test_quantiles_of_a_column_with_gaps():
    matrix = np.array([[np.nan, 1.0], [4.0, np.nan], [2.0, np.nan]])
    assert quantiles(matrix, [0.5]).tolist() == [[3.0, 1.0]]


def test_quantiles_of_a_column_without_numbers_are_zero():
    assert quantiles(np.full((3, 1), np.nan), [0.0, 1.0]).tolist() == [[0.0], [0.0]]


def test_small_tables_are_used_whole_and_large_ones_sampled_the_same_way():
    assert sample_rows(1000, 5, 0) == slice(None)
    drawn = sample_rows(1_000_000, 5, 3)
    assert isinstance(drawn, np.ndarray)
    assert len(drawn) == 20_000
    assert len(np.unique(drawn)) == 20_000
    np.testing.assert_array_equal(drawn, sample_rows(1_000_000, 5, 3))


def test_matrix_has_nan_for_missing_numbers_of_any_type():
    frame = pl.DataFrame({"a": [1, None], "b": [True, False]})
    np.testing.assert_array_equal(number_matrix(frame, ["b", "a"]), [[1, 1], [0, np.nan]])


def test_chunks_cover_all_names_once():
    frame = pl.DataFrame({f"x_{i}": [i] for i in range(CHUNK + 3)})
    parts = list(chunks(frame, frame.columns))
    assert [name for names, _ in parts for name in names] == frame.columns
    assert np.concatenate([matrix[0] for _, matrix in parts]).tolist() == list(range(CHUNK + 3))
