"""The inner loops: weighted sums of rows of a table, held in vector registers from the first row to the last.

Written as instructions, for Numba would keep a sum in memory, and so load and store it again for each row.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils

from wellfit.engine.sparse.machine import HALF, REAL, WORD, intrinsic

# Lanes of a vector, vectors side by side, and sums in turn, so that four additions or more are under way at once.
# Wider than 128 is no faster: with 10,000 × 512 units a core adds 20 G numbers a second, with 784 × 512 it does
# 26 G multiply-adds, which the cache sets; with 10,000 × 16 units, which lie in the second-level cache, 33 G.
WIDTHS = ((16, 8, 1), (16, 2, 2), (16, 1, 4), (4, 1, 4), (1, 1, 4))


@intrinsic
def sum_rows(
    typing: Any, starts: Any, stops: Any, numbers: Any, weights: Any, table: Any, out: Any, units: Any, first: Any,
    stop: Any,
) -> Any:  # fmt: skip
    """out[row, :] = sum over starts[row] <= k < stops[row] of weights[k] * table[numbers[k], :], first <= row < stop.

    Arguments are addresses, but for `units`, the length of the table's rows, `first` and `stop`; no address of weights
    means that all are 1. As many units are summed at a time as registers hold. Rows k, k + chains, k + 2 chains …
    are added to one sum, and these sums at the end: an order that depends on the width of the table alone.
    """

    def code(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        *addresses, units, first, stop = arguments
        with builder.if_else(builder.icmp_signed("==", addresses[3], WORD(0))) as (plain, weighted):
            with plain:
                _all_widths(builder, False, addresses, units, first, stop)
            with weighted:
                _all_widths(builder, True, addresses, units, first, stop)
        return context.get_dummy_value()

    return types.none(*[types.int64] * 9), code


def _all_widths(
    builder: ir.IRBuilder, weighted: bool, addresses: list[ir.Value], units: ir.Value, first: ir.Value, stop: ir.Value
) -> None:
    """For each width, from the widest, as many columns of the table as it fits in once more."""
    starts, stops, numbers, weights, table, out = addresses
    pitch, unit = builder.mul(units, WORD(4)), WORD(0)
    for lanes, vectors, chains in WIDTHS:
        width = lanes * vectors
        total = _Sum(builder, lanes, vectors, chains, numbers, weights if weighted else None, pitch)

        def columns(unit: ir.Value, _: list[ir.Value], total: _Sum = total) -> list[ir.Value]:
            offset = builder.mul(unit, WORD(4))
            source, target = builder.add(table, offset), builder.add(out, offset)

            def row(number: ir.Value, _: list[ir.Value]) -> list[ir.Value]:
                begin, end = (_number(builder, address, number) for address in (starts, stops))
                total.store(begin, end, source, builder.add(target, builder.mul(number, pitch)))
                return []

            _loop(builder, first, stop, 1, [], row)
            return []

        last = builder.add(unit, builder.and_(builder.sub(units, unit), WORD(-width)))
        _loop(builder, unit, last, width, [], columns)
        unit = last


@dataclass(frozen=True)
class _Sum:
    """Writes the loop over one row's entries, for one width."""

    builder: ir.IRBuilder
    lanes: int
    vectors: int
    chains: int
    numbers: ir.Value
    weights: ir.Value | None
    pitch: ir.Value

    @property
    def kind(self) -> ir.Type:
        return ir.VectorType(REAL, self.lanes) if self.lanes > 1 else REAL

    def store(self, begin: ir.Value, end: ir.Value, table: ir.Value, out: ir.Value) -> None:
        """Sum the entries from `begin` to `end`, and write the sum."""
        builder, chains, vectors = self.builder, self.chains, self.vectors
        zero = ir.Constant(self.kind, [0.0] * self.lanes if self.lanes > 1 else 0.0)
        whole = builder.add(begin, builder.and_(builder.sub(end, begin), WORD(-chains)))

        def several(k: ir.Value, sums: list[ir.Value]) -> list[ir.Value]:
            parts = [sums[i * vectors : (i + 1) * vectors] for i in range(chains)]
            return [new for i, part in enumerate(parts) for new in self._add(builder.add(k, WORD(i)), part, table)]

        sums = _loop(builder, begin, whole, chains, [zero] * (chains * vectors), several)
        total = sums[:vectors]
        if chains > 1:
            total = _loop(builder, whole, end, 1, total, lambda k, part: self._add(k, part, table))
        for chain in range(1, chains):
            others = sums[chain * vectors : (chain + 1) * vectors]
            total = [builder.fadd(a, b) for a, b in zip(total, others, strict=True)]
        for i, value in enumerate(total):
            place = builder.add(out, WORD(4 * self.lanes * i))
            builder.store(value, builder.inttoptr(place, self.kind.as_pointer()), align=4)

    def _add(self, k: ir.Value, sums: list[ir.Value], table: ir.Value) -> list[ir.Value]:
        """The sums with one more row of the table."""
        builder = self.builder
        row = builder.add(table, builder.mul(_number(builder, self.numbers, k), self.pitch))
        places = [builder.add(row, WORD(4 * self.lanes * i)) for i in range(self.vectors)]
        parts = [builder.load(builder.inttoptr(place, self.kind.as_pointer()), align=4) for place in places]
        if self.weights is None:
            return [builder.fadd(total, part) for total, part in zip(sums, parts, strict=True)]
        place = builder.add(self.weights, builder.mul(k, WORD(4)))
        weight = self._spread(builder.load(builder.inttoptr(place, REAL.as_pointer()), align=4))
        name = f"llvm.fmuladd.v{self.lanes}f32" if self.lanes > 1 else "llvm.fmuladd.f32"
        fused = cgutils.get_or_insert_function(builder.module, ir.FunctionType(self.kind, [self.kind] * 3), name)
        return [builder.call(fused, [weight, part, total]) for total, part in zip(sums, parts, strict=True)]

    def _spread(self, scalar: ir.Value) -> ir.Value:
        if self.lanes == 1:
            return scalar
        unset, zeros = ir.Constant(self.kind, ir.Undefined), ir.VectorType(HALF, self.lanes)
        one = self.builder.insert_element(unset, scalar, HALF(0))
        return self.builder.shuffle_vector(one, unset, ir.Constant(zeros, [0] * self.lanes))


def _number(builder: ir.IRBuilder, address: ir.Value, k: ir.Value) -> ir.Value:
    """The k-th of the 32-bit numbers at an address, none of which is negative."""
    place = builder.add(address, builder.mul(k, WORD(4)))
    return builder.zext(builder.load(builder.inttoptr(place, HALF.as_pointer()), align=4), WORD)


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
    end_of_body = builder.block
    builder.branch(head)
    for phi, start, result in zip([k, *carried], [begin, *values], [following, *results], strict=True):
        phi.add_incoming(start, before)
        phi.add_incoming(result, end_of_body)
    builder.position_at_end(after)
    return list(carried)
