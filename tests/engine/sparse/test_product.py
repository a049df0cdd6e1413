"""Against the dense product, over shapes that are no multiple of anything."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import scipy.sparse
from hypothesis import given, settings
from hypothesis import strategies as st

from wellfit.engine.sparse.csr import Csr
from wellfit.engine.sparse.product import sparse_product
from wellfit.errors import ModelError


def problem(seed, rows, columns, density, weighted):
    """A matrix as scipy's, with empty rows and columns where the density is low, and as ours."""
    random = np.random.default_rng(seed)
    cells = (random.random((rows, columns)) < density).astype(np.float32)
    matrix = scipy.sparse.csr_array(cells * random.normal(size=cells.shape) if weighted else cells, dtype=np.float32)
    return random, matrix, Csr.of(matrix, blank=True)


def assert_product(seed, rows, columns, density, weighted, batch, units):
    random, matrix, csr = problem(seed, rows, columns, density, weighted)
    numbers = random.integers(0, rows + 1, batch)  # some rows twice, and the blank one
    dense = np.vstack([matrix.toarray(), np.zeros((1, columns))])[numbers]
    kernel, slope = random.normal(size=(columns, units)), random.normal(size=(batch, units))
    product, gradient = both(csr, jnp.asarray(numbers), jnp.float32(kernel), jnp.float32(slope))
    assert_close(product, dense @ kernel, abs(dense) @ abs(kernel))
    assert_close(gradient, dense.T @ slope, abs(dense).T @ abs(slope))


@jax.jit
def both(csr, numbers, kernel, slope):
    product, back = jax.vjp(lambda kernel: sparse_product(csr, numbers, kernel), kernel)
    return product, back(slope)[0]


def assert_close(found, expected, size):
    """Within 1e-5 of the sum of the terms' sizes, for terms may cancel; where there is no term, exactly zero."""
    assert found.shape == expected.shape
    assert (np.abs(found - expected) <= 1e-5 * size).all()


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    rows=st.integers(1, 40),
    columns=st.integers(1, 60),
    density=st.sampled_from([0.0, 0.02, 0.3, 1.0]),
    weighted=st.booleans(),
    batch=st.integers(1, 40),
    units=st.integers(1, 40),
)
def test_product_and_gradient_are_those_of_the_dense_batch(seed, rows, columns, density, weighted, batch, units):
    assert_product(seed, rows, columns, density, weighted, batch, units)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("units", [1, 2, 3, 4, 7, 8, 15, 16, 17, 48, 63, 64, 100, 255, 256, 257, 512, 520])
def test_every_width(units, weighted):
    assert_product(units, 30, 23, 0.3, weighted, 19, units)


@pytest.mark.parametrize("weighted", [False, True])
def test_enough_work_for_several_threads(weighted):
    assert_product(1, 700, 3000, 0.02, weighted, 512, 90)


def test_batches_transposed_by_several_threads():
    random, matrix, csr = problem(2, 600, 400, 0.1, weighted=True)
    numbers = jnp.asarray(random.integers(0, 601, (4, 300)))
    kernel, slope = jnp.float32(random.normal(size=(400, 9))), jnp.float32(random.normal(size=(4, 300, 9)))
    _, found = jax.vmap(both, (None, 0, None, 0))(csr, numbers, kernel, slope)
    dense = np.vstack([matrix.toarray(), np.zeros((1, 400))])[numbers]
    for stream in range(4):
        assert_close(found[stream], dense[stream].T @ slope[stream], abs(dense[stream]).T @ abs(slope[stream]))


def test_a_batch_of_no_row():
    csr = Csr.of(np.eye(3))
    product, gradient = both(csr, jnp.zeros(0, int), jnp.ones((3, 2)), jnp.zeros((0, 2)))
    assert (product.shape, gradient.tolist()) == ((0, 2), [[0, 0]] * 3)


def test_the_same_numbers_every_time():
    random, _, csr = problem(3, 600, 2000, 0.05, weighted=True)
    numbers, kernel = jnp.asarray(random.integers(0, 600, 512)), jnp.float32(random.normal(size=(2000, 80)))

    slope = jnp.float32(random.normal(size=(512, 80)))
    first = both(csr, numbers, kernel, slope)
    for _ in range(20):
        assert jax.tree.all(jax.tree.map(np.array_equal, first, both(csr, numbers, kernel, slope)))


def test_only_the_kernel_has_a_gradient():
    csr = Csr.of(np.array([[2.0, 0.0], [0.0, 3.0]]))

    def total(values, kernel):
        rows = Csr(indptr=csr.indptr, indices=csr.indices, values=values, columns=2, longest=1)
        return sparse_product(rows, jnp.array([0, 1]), kernel).sum()

    values, kernel = jax.grad(total, (0, 1))(csr.values, jnp.ones((2, 1)))
    assert values.tolist() == [0, 0]
    assert kernel.tolist() == [[2], [3]]


def test_a_number_outside_the_matrix_is_its_nearest_row():
    csr = Csr.of(np.diag([2.0, 3.0, 4.0]))
    assert sparse_product(csr, jnp.array([-1, 3, 2**31 - 1]), jnp.ones((3, 1))).tolist() == [[2], [4], [4]]


@pytest.mark.parametrize("shape", [(3, 4), (4,), (1, 2, 4)])
def test_a_kernel_for_other_columns(shape):
    csr = Csr.of(np.eye(2))
    with pytest.raises(ModelError, match=r"must have the shape \(2, units\); received \("):
        sparse_product(csr, jnp.array([0]), jnp.ones(shape))
