"""The inner loop: a weighted sum of rows of a table, held in vector registers from the first row to the last."""

from collections.abc import Callable
from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.core import cgutils

from wellfit.engine.sparse.machine import HALF, REAL, WORD, intrinsic


def row_sum(lanes: int, vectors: int, chains: int, weighted: bool) -> Callable[..., None]:
    """An intrinsic: out[0:lanes*vectors] = sum of weights[k] * table[index[k], 0:lanes*vectors] for begin <= k < end.

    Arguments are addresses, but for `begin`, `end` and `pitch`, the bytes from one row of the table to the next.
    Numba would keep the sum in memory, and so would load and store it again for each row. Rows k, k + chains,
    k + 2 chains … are added to one sum, and the `chains` sums at the end, in an order that depends on nothing else.
    """
    emit = _Sum(lanes, vectors, chains, weighted)

    @intrinsic
    def run(typing: Any, index: Any, weights: Any, begin: Any, end: Any, table: Any, pitch: Any, out: Any) -> Any:
        def code(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
            emit(builder, *arguments)
            return context.get_dummy_value()

        return types.none(*[types.int64] * 7), code

    return run


class _Sum:
    """Writes the loop for one width."""

    def __init__(self, lanes: int, vectors: int, chains: int, weighted: bool) -> None:
        self.lanes, self.vectors, self.chains, self.weighted = lanes, vectors, chains, weighted
        self.vector = ir.VectorType(REAL, lanes) if lanes > 1 else REAL

    def __call__(
        self,
        builder: ir.IRBuilder,
        index: ir.Value,
        weights: ir.Value,
        begin: ir.Value,
        end: ir.Value,
        table: ir.Value,
        pitch: ir.Value,
        out: ir.Value,
    ) -> None:
        def add(k: ir.Value, sums: list[ir.Value]) -> list[ir.Value]:
            return self._add(builder, sums, k, index, weights, table, pitch)

        chains, vectors = self.chains, self.vectors
        zero = ir.Constant(self.vector, [0.0] * self.lanes if self.lanes > 1 else 0.0)
        count = builder.sub(end, begin)
        whole = builder.add(begin, builder.sub(count, builder.srem(count, WORD(chains))))

        def several(k: ir.Value, sums: list[ir.Value]) -> list[ir.Value]:
            return [
                total
                for chain in range(chains)
                for total in add(builder.add(k, WORD(chain)), sums[chain * vectors : (chain + 1) * vectors])
            ]

        sums = _loop(builder, begin, whole, chains, [zero] * (chains * vectors), several)
        first = _loop(builder, whole, end, 1, sums[:vectors], add) if chains > 1 else sums
        for chain in range(1, chains):
            first = [builder.fadd(a, b) for a, b in zip(first, sums[chain * vectors :], strict=False)]
        for number, total in enumerate(first):
            place = builder.add(out, WORD(4 * self.lanes * number))
            builder.store(total, builder.inttoptr(place, self.vector.as_pointer()), align=4)

    def _add(
        self,
        builder: ir.IRBuilder,
        sums: list[ir.Value],
        k: ir.Value,
        index: ir.Value,
        weights: ir.Value,
        table: ir.Value,
        pitch: ir.Value,
    ) -> list[ir.Value]:
        """The sums with row index[k] of the table added."""
        offset = builder.mul(k, WORD(4))
        number = builder.load(builder.inttoptr(builder.add(index, offset), HALF.as_pointer()), align=4)
        row = builder.add(table, builder.mul(builder.zext(number, WORD), pitch))
        parts = [self._load(builder, builder.add(row, WORD(4 * self.lanes * i))) for i in range(self.vectors)]
        if not self.weighted:
            return [builder.fadd(total, part) for total, part in zip(sums, parts, strict=True)]
        weight = builder.load(builder.inttoptr(builder.add(weights, offset), REAL.as_pointer()), align=4)
        spread = self._spread(builder, weight)
        multiply_add = self._multiply_add(builder.module)
        return [builder.call(multiply_add, [spread, part, total]) for total, part in zip(sums, parts, strict=True)]

    def _multiply_add(self, module: ir.Module) -> ir.Function:
        name = f"llvm.fmuladd.v{self.lanes}f32" if self.lanes > 1 else "llvm.fmuladd.f32"
        return cgutils.get_or_insert_function(module, ir.FunctionType(self.vector, [self.vector] * 3), name)

    def _load(self, builder: ir.IRBuilder, address: ir.Value) -> ir.Value:
        return builder.load(builder.inttoptr(address, self.vector.as_pointer()), align=4)

    def _spread(self, builder: ir.IRBuilder, scalar: ir.Value) -> ir.Value:
        if self.lanes == 1:
            return scalar
        one = builder.insert_element(ir.Constant(self.vector, ir.Undefined), scalar, HALF(0))
        zeros = ir.Constant(ir.VectorType(HALF, self.lanes), [0] * self.lanes)
        return builder.shuffle_vector(one, ir.Constant(self.vector, ir.Undefined), zeros)


def _loop(
    builder: ir.IRBuilder,
    begin: ir.Value,
    end: ir.Value,
    step: int,
    values: list[ir.Value],
    body: Callable[[ir.Value, list[ir.Value]], list[ir.Value]],
) -> list[ir.Value]:
    """for k in range(begin, end, step): values = body(k, values); what the values are after it."""
    before, head = builder.block, builder.append_basic_block()
    inside, after = builder.append_basic_block(), builder.append_basic_block()
    builder.branch(head)
    builder.position_at_end(head)
    k = builder.phi(WORD)
    carried = [builder.phi(value.type) for value in values]
    builder.cbranch(builder.icmp_signed("<", k, end), inside, after)
    builder.position_at_end(inside)
    results = body(k, list(carried))
    following = builder.add(k, WORD(step))
    builder.branch(head)
    for phi, start, result in zip([k, *carried], [begin, *values], [following, *results], strict=True):
        phi.add_incoming(start, before)
        phi.add_incoming(result, builder.block)
    builder.position_at_end(after)
    return list(carried)
