"""Windows are as large as they may be, and equal where they can be."""

from hypothesis import given
from hypothesis import strategies as st

from wellfit.engine.streaming.sizes import sizes

COUNTS = st.integers(1, 100_000)


@given(COUNTS, st.integers(1, 600), st.integers(1, 5_000), COUNTS, COUNTS)
def test_an_epoch_is_cut_into_whole_steps(rows, batch_size, row_bytes, window_bytes, block_bytes):
    found = sizes(rows, batch_size, row_bytes, window_bytes, block_bytes)
    steps = -(-rows // found.batch)
    assert found.batch == min(batch_size, rows)
    assert found.steps == 1 or found.window * row_bytes <= window_bytes
    assert 1 <= found.last_steps <= found.steps <= steps
    assert (steps - found.last_steps) % found.steps == 0
    assert found.block >= 1


def test_windows_are_equal_where_half_as_many_steps_allow_it():
    assert sizes(1000, 10, 1, 300, 1).steps == 25
    assert sizes(1010, 10, 1, 300, 1).steps == 30  # 101 is prime
