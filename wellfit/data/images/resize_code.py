"""The machine code that brings pixels to another size: each new row is a weighted sum of rows, then of its pixels.

LLVM compiles it in some 20 milliseconds, once a process. Written out, it works on vectors of four pixels, which
neither NumPy nor Numba would make of the second sum: each of its pixels begins elsewhere.
"""

import ctypes
from functools import cache
from threading import Lock
from typing import Any

# Shares of a pixel are whole numbers in units of 2 ** -BITS: with eight bits more they fit into 32.
BITS = 22
# Pixels that are made at a time, of four bytes each.
PIXELS = 4


def _all(number: int) -> str:
    return f"<{', '.join([f'i32 {number}'] * 4 * PIXELS)}>"


# What both sums of the code below have in common.
_WORDS = {
    # A row is made in groups of four pixels.
    "groups": """%more = add i64 %width, 3
  %groups = lshr i64 %more, 2
  br label %group
group:
  %g = phi i64 [ 0, %begin ], [ %g.next, %group.end ]""",
    "next": """%g.next = add i64 %g, 1
  %g.more = icmp ult i64 %g.next, %groups
  br i1 %g.more, label %group, label %end
end:
  ret void""",
    # One more number of the sum, and the next one as long as there are any.
    "added": """%part = mul <16 x i32> %wide, %weight
  %sum.next = add <16 x i32> %sum, %part
  %t.next = add i64 %t, 1
  %t.more = icmp ult i64 %t.next, %taps
  br i1 %t.more, label %tap, label %group.end
group.end:""",
    # Half a unit, so that what is cut off in the end is rounded.
    "half": _all(1 << (BITS - 1)),
    # A sum as bytes. Rounded shares may come to a little more than one.
    "done": f"""%shifted = lshr <16 x i32> %sum.next, {_all(BITS)}
  %held = call <16 x i32> @llvm.umin.v16i32(<16 x i32> %shifted, <16 x i32> {_all(255)})
  %done = trunc <16 x i32> %held to <16 x i8>""",
    # Where a group of four pixels begins: the last one ends with the row.
    "start": """%usual = mul i64 %g, 4
  %last = sub i64 %width, 4
  %start = call i64 @llvm.umin.i64(i64 %usual, i64 %last)""",
}
_CODE = """
declare <16 x i32> @llvm.umin.v16i32(<16 x i32>, <16 x i32>)
declare i64 @llvm.umin.i64(i64, i64)

; A row %line [%width pixels] of the sums over %taps rows of %x, whose shares are %shares[tap].
define internal void @down(ptr %x, i64 %width, ptr %shares, i64 %taps, ptr %line) {{
begin:
  {groups}
  {start}
  %pixels = getelementptr i32, ptr %x, i64 %start
  br label %tap
tap:
  %t = phi i64 [ 0, %group ], [ %t.next, %tap ]
  %sum = phi <16 x i32> [ {half}, %group ], [ %sum.next, %tap ]
  %below = mul i64 %t, %width
  %at = getelementptr i32, ptr %pixels, i64 %below
  %bytes = load <16 x i8>, ptr %at, align 1
  %wide = zext <16 x i8> %bytes to <16 x i32>
  %share.at = getelementptr i32, ptr %shares, i64 %t
  %share = load i32, ptr %share.at
  %single = insertelement <16 x i32> undef, i32 %share, i32 0
  %weight = shufflevector <16 x i32> %single, <16 x i32> undef, <16 x i32> zeroinitializer
  {added}
  {done}
  %put = getelementptr i32, ptr %line, i64 %start
  store <16 x i8> %done, ptr %put, align 1
  {next}
}}

; %out [%width pixels of three bytes]: each is a sum over %taps pixels of %line. Those of a group begin at
; %firsts[group, 4], and have the shares %shares[group, tap, 16].
define internal void @across(ptr %line, ptr %firsts, ptr %shares, i64 %taps, i64 %width, ptr %out) {{
begin:
  {groups}
  %g.four = mul i64 %g, 4
  %first.at0 = getelementptr i32, ptr %firsts, i64 %g.four
  %first.at1 = getelementptr i32, ptr %first.at0, i64 1
  %first.at2 = getelementptr i32, ptr %first.at0, i64 2
  %first.at3 = getelementptr i32, ptr %first.at0, i64 3
  %n0 = load i32, ptr %first.at0
  %n1 = load i32, ptr %first.at1
  %n2 = load i32, ptr %first.at2
  %n3 = load i32, ptr %first.at3
  %f0 = zext i32 %n0 to i64
  %f1 = zext i32 %n1 to i64
  %f2 = zext i32 %n2 to i64
  %f3 = zext i32 %n3 to i64
  %from0 = getelementptr i32, ptr %line, i64 %f0
  %from1 = getelementptr i32, ptr %line, i64 %f1
  %from2 = getelementptr i32, ptr %line, i64 %f2
  %from3 = getelementptr i32, ptr %line, i64 %f3
  %share.first = mul i64 %g, %taps
  %share = getelementptr <16 x i32>, ptr %shares, i64 %share.first
  br label %tap
tap:
  %t = phi i64 [ 0, %group ], [ %t.next, %tap ]
  %sum = phi <16 x i32> [ {half}, %group ], [ %sum.next, %tap ]
  %at0 = getelementptr i32, ptr %from0, i64 %t
  %at1 = getelementptr i32, ptr %from1, i64 %t
  %at2 = getelementptr i32, ptr %from2, i64 %t
  %at3 = getelementptr i32, ptr %from3, i64 %t
  %p0 = load i32, ptr %at0, align 1
  %p1 = load i32, ptr %at1, align 1
  %p2 = load i32, ptr %at2, align 1
  %p3 = load i32, ptr %at3, align 1
  %v0 = insertelement <4 x i32> undef, i32 %p0, i32 0
  %v1 = insertelement <4 x i32> %v0, i32 %p1, i32 1
  %v2 = insertelement <4 x i32> %v1, i32 %p2, i32 2
  %v3 = insertelement <4 x i32> %v2, i32 %p3, i32 3
  %bytes = bitcast <4 x i32> %v3 to <16 x i8>
  %wide = zext <16 x i8> %bytes to <16 x i32>
  %share.at = getelementptr <16 x i32>, ptr %share, i64 %t
  %weight = load <16 x i32>, ptr %share.at, align 4
  {added}
  {done}
  %three = shufflevector <16 x i8> %done, <16 x i8> undef, <12 x i32> <i32 0, i32 1, i32 2, i32 4, i32 5, i32 6,
                                                                      i32 8, i32 9, i32 10, i32 12, i32 13, i32 14>
  {start}
  %byte = mul i64 %start, 3
  %put = getelementptr i8, ptr %out, i64 %byte
  store <12 x i8> %three, ptr %put, align 1
  {next}
}}

; %x [any rows, %old.width pixels of four bytes] to %out [%rows, %width pixels of three], by way of %line
; [%old.width pixels]. A row is a sum of rows from %down.firsts[row] on, with %down.shares[row, tap].
define void @resize(ptr %x, i64 %old.width, ptr %line, ptr %out, i64 %rows, i64 %width,
                    ptr %down.firsts, ptr %down.shares, i64 %down.taps,
                    ptr %across.firsts, ptr %across.shares, i64 %across.taps) {{
begin:
  br label %row
row:
  %r = phi i64 [ 0, %begin ], [ %r.next, %row ]
  %first.at = getelementptr i32, ptr %down.firsts, i64 %r
  %first = load i32, ptr %first.at
  %first.wide = zext i32 %first to i64
  %pixel = mul i64 %first.wide, %old.width
  %from = getelementptr i32, ptr %x, i64 %pixel
  %share = mul i64 %r, %down.taps
  %shares = getelementptr i32, ptr %down.shares, i64 %share
  call void @down(ptr %from, i64 %old.width, ptr %shares, i64 %down.taps, ptr %line)
  %put = mul i64 %r, %width
  %byte = mul i64 %put, 3
  %to = getelementptr i8, ptr %out, i64 %byte
  call void @across(ptr %line, ptr %across.firsts, ptr %across.shares, i64 %across.taps, i64 %width, ptr %to)
  %r.next = add i64 %r, 1
  %r.more = icmp ult i64 %r.next, %rows
  br i1 %r.more, label %row, label %end
end:
  ret void
}}
"""
_ARGUMENTS = "pnppnnppnppn"  # of `resize`: pointers and numbers
_held: list[Any] = []  # what keeps the machine code alive
_once = Lock()


def resize_function() -> Any:
    """`resize` of the code above as a C function, which lets go of the interpreter while it runs."""
    with _once:  # or all threads that decode would compile it, each for itself
        return _compiled()


@cache
def _compiled() -> Any:
    from llvmlite import binding

    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    module = binding.parse_assembly(_CODE.format(**_WORDS))
    machine = binding.Target.from_default_triple().create_target_machine(
        cpu=binding.get_host_cpu_name(), features=binding.get_host_cpu_features().flatten(), opt=3
    )
    engine = binding.create_mcjit_compiler(module, machine)
    engine.finalize_object()
    _held.append(engine)
    kinds = {"p": ctypes.c_void_p, "n": ctypes.c_int64}
    function = ctypes.CFUNCTYPE(None, *(kinds[kind] for kind in _ARGUMENTS))
    return function(engine.get_function_address("resize"))
