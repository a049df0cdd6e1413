"""The two inner loops of a convolution: a tile of sums held in vector registers from its first term to its last."""

from collections.abc import Callable
from typing import Any

from llvmlite import binding, ir
from numba import types
from numba.core import cgutils

from wellfit.engine.sparse.machine import HALF, REAL, WORD, intrinsic

# Numbers in a vector, and sums a tile may hold for each of two vectors: with the vectors that are multiplied they
# fill the 32 registers of AVX-512, or the 16 of AVX2 (on ARM, two registers of 4 numbers stand for one of 8).
LANES, TALL = (16, 12) if binding.get_host_cpu_features().get("avx512f") else (8, 6)


def pixel_tile(pixels: int, lanes: int, vectors: int) -> Callable[..., None]:
    """An intrinsic: a tile [pixels, lanes * vectors] of a convolution's output.

    out[p, o] = sum over rows i, taps t and numbers l < length of x[i, t, p, l] * kernel[n, o], where n counts
    all (i, t, l) in order. Arguments are addresses, counts, and distances in bytes:
    (x, of a pixel, rows, of a row, taps, of a tap, length, kernel, of n, out, of an output pixel).
    """
    emit = _Tile(pixels, lanes, vectors)

    def code(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        emit.pixels(builder, *arguments)
        return context.get_dummy_value()

    @intrinsic
    def run(
        typing: Any,
        x: Any,
        pixel: Any,
        rows: Any,
        row: Any,
        taps: Any,
        tap: Any,
        length: Any,
        kernel: Any,
        pitch: Any,
        out: Any,
        step: Any,
    ) -> Any:
        return types.none(*[types.int64] * 11), code

    return run


def weight_tile(numbers: int, lanes: int, vectors: int) -> Callable[..., None]:
    """An intrinsic: a tile [numbers, lanes * vectors] of the gradient of a convolution's kernel.

    out[l, o] += sum over pixels p < count of x[p, l] * slope[p, o], for the last `fresh` of the tile's numbers l.
    Arguments: (x, bytes to the next pixel, count, slope, bytes to its next pixel, out, bytes to the next l, first l).
    """
    emit = _Tile(numbers, lanes, vectors)

    def code(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        emit.weights(builder, *arguments)
        return context.get_dummy_value()

    @intrinsic
    def run(
        typing: Any, x: Any, pixel: Any, count: Any, slope: Any, step: Any, out: Any, pitch: Any, first: Any
    ) -> Any:
        return types.none(*[types.int64] * 8), code

    return run


class _Tile:
    """Writes the loops for one size of tile."""

    def __init__(self, tall: int, lanes: int, vectors: int) -> None:
        self.tall, self.lanes, self.vectors = tall, lanes, vectors
        self.vector = ir.VectorType(REAL, lanes)

    def pixels(
        self,
        builder: ir.IRBuilder,
        x: ir.Value,
        pixel: ir.Value,
        rows: ir.Value,
        row: ir.Value,
        taps: ir.Value,
        tap: ir.Value,
        length: ir.Value,
        kernel: ir.Value,
        pitch: ir.Value,
        out: ir.Value,
        step: ir.Value,
    ) -> None:
        """The code of `pixel_tile`."""
        zero = ir.Constant(self.vector, [0.0] * self.lanes)
        distances = [builder.mul(pixel, WORD(p)) for p in range(self.tall)]

        def term(_: ir.Value, state: list[ir.Value]) -> list[ir.Value]:
            at, kernel, *sums = state
            right = self._vectors(builder, kernel)
            left = [self._spread(builder, builder.add(at, distance)) for distance in distances]
            return [builder.add(at, WORD(4)), builder.add(kernel, pitch), *self._add(builder, sums, left, right)]

        def over_taps(_: ir.Value, state: list[ir.Value]) -> list[ir.Value]:
            at, *rest = state
            return [builder.add(at, tap), *loop(builder, length, [at, *rest], term)[1:]]

        def over_rows(_: ir.Value, state: list[ir.Value]) -> list[ir.Value]:
            at, *rest = state
            return [builder.add(at, row), *loop(builder, taps, [at, *rest], over_taps)[1:]]

        _, _, *sums = loop(builder, rows, [x, kernel, *[zero] * (self.tall * self.vectors)], over_rows)
        for p in range(self.tall):
            self._store(builder, builder.add(out, builder.mul(step, WORD(p))), sums[p * self.vectors :])

    def weights(
        self,
        builder: ir.IRBuilder,
        x: ir.Value,
        pixel: ir.Value,
        count: ir.Value,
        slope: ir.Value,
        step: ir.Value,
        out: ir.Value,
        pitch: ir.Value,
        first: ir.Value,
    ) -> None:
        """The code of `weight_tile`."""
        zero = ir.Constant(self.vector, [0.0] * self.lanes)

        def term(_: ir.Value, state: list[ir.Value]) -> list[ir.Value]:
            at, slope, *sums = state
            right = self._vectors(builder, slope)
            left = [self._spread(builder, builder.add(at, WORD(4 * n))) for n in range(self.tall)]
            return [builder.add(at, pixel), builder.add(slope, step), *self._add(builder, sums, left, right)]

        _, _, *sums = loop(builder, count, [x, slope, *[zero] * (self.tall * self.vectors)], term)
        for n in range(self.tall):
            with builder.if_then(builder.icmp_signed(">=", WORD(n), first)):
                place = builder.add(out, builder.mul(pitch, WORD(n)))
                before = self._vectors(builder, place)
                mine = sums[n * self.vectors : (n + 1) * self.vectors]
                self._store(builder, place, [builder.fadd(a, b) for a, b in zip(before, mine, strict=True)])

    def _add(
        self, builder: ir.IRBuilder, sums: list[ir.Value], left: list[ir.Value], right: list[ir.Value]
    ) -> list[ir.Value]:
        kind = ir.FunctionType(self.vector, [self.vector] * 3)
        multiply_add = cgutils.get_or_insert_function(builder.module, kind, f"llvm.fmuladd.v{self.lanes}f32")
        pairs = [(a, b) for a in left for b in right]
        return [builder.call(multiply_add, [a, b, total]) for (a, b), total in zip(pairs, sums, strict=True)]

    def _vectors(self, builder: ir.IRBuilder, address: ir.Value) -> list[ir.Value]:
        places = [builder.add(address, WORD(4 * self.lanes * number)) for number in range(self.vectors)]
        return [builder.load(builder.inttoptr(place, self.vector.as_pointer()), align=4) for place in places]

    def _store(self, builder: ir.IRBuilder, address: ir.Value, values: list[ir.Value]) -> None:
        for number, value in enumerate(values[: self.vectors]):
            place = builder.add(address, WORD(4 * self.lanes * number))
            builder.store(value, builder.inttoptr(place, self.vector.as_pointer()), align=4)

    def _spread(self, builder: ir.IRBuilder, address: ir.Value) -> ir.Value:
        scalar = builder.load(builder.inttoptr(address, REAL.as_pointer()), align=4)
        one = builder.insert_element(ir.Constant(self.vector, ir.Undefined), scalar, HALF(0))
        zeros = ir.Constant(ir.VectorType(HALF, self.lanes), [0] * self.lanes)
        return builder.shuffle_vector(one, ir.Constant(self.vector, ir.Undefined), zeros)


def loop(
    builder: ir.IRBuilder,
    count: ir.Value,
    values: list[ir.Value],
    body: Callable[[ir.Value, list[ir.Value]], list[ir.Value]],
) -> list[ir.Value]:
    """for k in range(count): values = body(k, values); what the values are after it."""
    before, head = builder.block, builder.append_basic_block()
    inside, after = builder.append_basic_block(), builder.append_basic_block()
    builder.branch(head)
    builder.position_at_end(head)
    k = builder.phi(WORD)
    carried = [builder.phi(value.type) for value in values]
    builder.cbranch(builder.icmp_signed("<", k, count), inside, after)
    builder.position_at_end(inside)
    results = body(k, list(carried))
    following = builder.add(k, WORD(1))
    builder.branch(head)
    for phi, start, result in zip([k, *carried], [WORD(0), *values], [following, *results], strict=True):
        phi.add_incoming(start, before)
        phi.add_incoming(result, builder.block)
    builder.position_at_end(after)
    return list(carried)
