"""The product inside what the engine wraps around it: streams, recipes, steps and devices."""

import subprocess
import sys

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import lax

from wellfit.engine.sparse import product
from wellfit.engine.sparse.csr import Csr
from wellfit.engine.sparse.product import sparse_product
from wellfit.engine.sparse.rows import SparseRows

STREAMS, RECIPES, BATCH, COLUMNS, UNITS = 2, 3, 5, 11, 6
RANDOM = np.random.default_rng(4)
DENSE = np.where(RANDOM.random((9, COLUMNS)) < 0.4, RANDOM.normal(size=(9, COLUMNS)), 0).astype(np.float32)
NUMBERS = jnp.asarray(RANDOM.integers(0, 9, (STREAMS, BATCH)))
KERNELS = jnp.float32(RANDOM.normal(size=(STREAMS, RECIPES, COLUMNS, UNITS)))


def sparse(numbers, kernel):
    return sparse_product(Csr.of(DENSE), numbers, kernel)


def dense(numbers, kernel):
    return jnp.asarray(DENSE)[numbers] @ kernel


def slope(product):
    """The gradient of a loss that is not linear in the product."""
    return jax.grad(lambda kernel, numbers: jnp.sum(jnp.tanh(product(numbers, kernel))))


def two_axes(function):
    return jax.vmap(jax.vmap(function, (None, 0)), (0, 0))(NUMBERS, KERNELS)


CASES = {
    "kernel": lambda f: jax.vmap(f, (None, 0))(NUMBERS[0], KERNELS[0]),
    "numbers": lambda f: jax.vmap(f, (0, None))(NUMBERS, KERNELS[0, 0]),
    "both": lambda f: jax.vmap(f)(NUMBERS, KERNELS[:, 0]),
    "streams_and_recipes": two_axes,
    "recipes_and_streams": lambda f: jax.vmap(jax.vmap(f), (None, 1))(NUMBERS, KERNELS),
    "last_axis": lambda f: jax.vmap(f, (1, -1))(NUMBERS.T, jnp.moveaxis(KERNELS[:, 0], 0, -1)),
    "map": lambda f: lax.map(lambda one: f(*one), (NUMBERS, KERNELS[:, 0])),
    "map_in_batches": lambda f: lax.map(
        lambda one: jax.vmap(f, (None, 0))(*one), (NUMBERS, KERNELS), batch_size=STREAMS
    ),
    "scan": lambda f: lax.scan(lambda sum_, n: (sum_ + f(n, KERNELS[0, 0]).sum(), sum_), 0.0, NUMBERS),
}


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_product(case, compiled):
    run = jax.jit(case, static_argnums=0) if compiled else case
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-5), run(sparse), case(dense))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_its_gradient(case):
    def gradient(product):
        return lambda numbers, kernel: slope(product)(kernel, numbers)

    found = jax.jit(lambda: case(gradient(sparse)))()
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-5), found, case(gradient(dense)))


def test_the_gradient_of_a_sum_over_members():
    def loss(product, kernels):
        return jnp.sum(jnp.tanh(jax.vmap(product, (None, 0))(NUMBERS[0], kernels)))

    found, expected = (jax.grad(lambda kernels, p=p: loss(p, kernels))(KERNELS[0]) for p in (sparse, dense))
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)


def test_sparse_rows_under_vmap():
    batch = SparseRows(Csr.of(DENSE), NUMBERS)
    axes = SparseRows(None, 0)
    found = jax.vmap(lambda rows, kernel: rows.product(kernel), (axes, 0))(batch, KERNELS[:, 0])
    np.testing.assert_allclose(found, jax.vmap(dense)(NUMBERS, KERNELS[:, 0]), rtol=1e-5, atol=1e-5)
    assert jax.vmap(SparseRows.dense, (axes,))(batch).tolist() == jnp.asarray(DENSE)[NUMBERS].tolist()


def test_the_transpose_of_a_batch_is_shared():
    """Members of two widths, one batch: one transpose in the program, whatever the number of members."""

    def step(numbers, first, second):
        csr = Csr.of(DENSE)
        losses = [lambda k: jnp.sum(jnp.tanh(sparse_product(csr, numbers, k)))] * 2
        return [jax.vmap(jax.grad(loss))(kernels) for loss, kernels in zip(losses, (first, second), strict=True)]

    program = jax.jit(step).lower(NUMBERS[0], KERNELS[0], KERNELS[0, :2, :, :3]).compile().as_text()
    assert program.count('custom_call_target="wellfit_batch_transpose"') == 1
    assert program.count('custom_call_target="wellfit_segment_sum"') == 4


def test_on_another_platform_the_rows_are_made_dense(monkeypatch):
    monkeypatch.setattr(product, "_on_cpu", lambda: False)
    both = jax.value_and_grad(lambda kernel: jnp.sum(jnp.tanh(sparse(NUMBERS[0], kernel))))
    expected = jax.value_and_grad(lambda kernel: jnp.sum(jnp.tanh(dense(NUMBERS[0], kernel))))(KERNELS[0, 0])
    assert "wellfit" not in jax.jit(both).lower(KERNELS[0, 0]).as_text()
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-5), both(KERNELS[0, 0]), expected)


ASSERT_ALIKE = """
import jax, jax.numpy as jnp, numpy as np
from jax.sharding import AxisType, PartitionSpec as P
from wellfit.engine.sparse.csr import Csr
from wellfit.engine.sparse.product import sparse_product

jax.config.update("jax_num_cpu_devices", 2)
random = np.random.default_rng(0)
dense = (random.random((300, 400)) < 0.1).astype(np.float32)
numbers, kernels = jnp.asarray(random.integers(0, 300, 256)), jnp.float32(random.normal(size=(4, 400, 24)))

def train(product):
    def member(rows, numbers, kernel):
        gradient = jax.grad(lambda kernel: jnp.mean(jnp.tanh(product(rows, numbers, kernel))))
        return jax.lax.fori_loop(0, 50, lambda i, kernel: kernel - gradient(kernel), kernel)
    return jax.vmap(member, (None, None, 0))

mesh = jax.make_mesh((2,), ("members",), axis_types=(AxisType.Auto,))
spread = jax.jit(jax.shard_map(
    train(sparse_product), mesh=mesh, in_specs=(P(), P(), P("members")), out_specs=P("members"), check_vma=False
))
found = spread(Csr.of(dense), numbers, kernels)
assert len(found.sharding.device_set) == 2
expected = jax.jit(train(lambda rows, numbers, kernel: rows[numbers] @ kernel))(jnp.asarray(dense), numbers, kernels)
np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5)
"""


def test_members_on_two_devices():
    """In its own process, for the number of devices cannot change in this one."""
    told = subprocess.run([sys.executable, "-W", "error", "-c", ASSERT_ALIKE], capture_output=True, timeout=300)
    assert told.returncode == 0, told.stderr.decode()
