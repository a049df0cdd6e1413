"""Stand-ins side by side and folded: what is multiplied stays sparse, what is looked at does not."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from wellfit.engine.lowering import Folded, Probe, lowered
from wellfit.engine.sparse.csr import Csr
from wellfit.engine.sparse.rows import SparseRows

RANDOM = np.random.default_rng(5)
TABLE = np.where(RANDOM.random((7, 12)) < 0.2, RANDOM.normal(size=(7, 12)), 0).astype(np.float32)
BESIDE = RANDOM.normal(size=(4, 3)).astype(np.float32)
NUMBERS = np.array([6, 0, 3, 3])


def table_then_product(rows, beside, kernel):
    return jnp.concatenate([beside, rows], axis=1) @ kernel


def pixels_then_product(rows, kernel):
    return rows.reshape(rows.shape[0], -1) @ kernel


def test_a_concatenation_is_multiplied_part_by_part():
    kernel = RANDOM.normal(size=(15, 4)).astype(np.float32)
    sparse = SparseRows(Csr.of(TABLE), jnp.asarray(NUMBERS))
    expected = jax.value_and_grad(lambda w: jnp.sum(table_then_product(TABLE[NUMBERS], BESIDE, w) ** 2))(kernel)
    call = lowered(table_then_product, platform="cpu")
    found = jax.jit(jax.value_and_grad(lambda w: jnp.sum(call(sparse, BESIDE, w) ** 2)))(kernel)
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-5)


def test_pixels_are_multiplied_as_the_rows_they_are():
    kernel = RANDOM.normal(size=(12, 4)).astype(np.float32)
    folded = Folded(flat=SparseRows(Csr.of(TABLE), jnp.asarray(NUMBERS)), row_shape=(3, 4))
    found = lowered(pixels_then_product, platform="cpu")(folded, kernel)
    np.testing.assert_allclose(found, TABLE[NUMBERS] @ kernel, rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(folded.dense(), TABLE[NUMBERS].reshape(4, 3, 4))


@pytest.mark.parametrize(
    ("function", "row_shape", "looked_at"),
    [
        (lambda x, w: x @ w, (12,), False),
        (lambda x, w: x.reshape(x.shape[0], 12) @ w, (3, 4), False),
        (lambda x, w: jnp.concatenate([x, x], axis=1)[:, :12] @ w, (12,), True),
        (lambda x, w: (x * 2) @ w, (12,), True),
        (lambda x, w: jnp.sum(x) * w, (3, 4), True),
    ],
    ids=["product", "flattened", "sliced", "scaled", "summed"],
)
def test_a_probe_knows_whether_its_numbers_were_looked_at(function, row_shape, looked_at):
    probe, given = Probe.of(row_shape)
    jax.eval_shape(lambda: lowered(function, platform="cpu")(given, jnp.zeros((12, 5))))
    assert probe.looked_at is looked_at
