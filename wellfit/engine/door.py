"""The machine code that XLA gets the address of when a kernel is not there yet: it jumps to where a cell points.

It answers XLA's question about versions itself, so that a program is compiled without the kernel, and no kernel is
ever asked. Offsets are those of `xla/ffi/api/c_api.h` as shipped with jaxlib, version 0.3, in bytes.
"""

from typing import Any

# The last version whose structs were read; older ones have the same layout as far as it is used here.
MINOR_VERSION = 3
# A frame with the extension METADATA_REQUEST (1) asks for XLA_FFI_Metadata: the version is 0.3, or the running one
# (XLA_FFI_Api.api_version) where that is older, and there are no traits. Every other frame is the kernel's.
_CODE = """
define i64 @door(i64 %frame) {{
begin:
  %extension_place = add i64 %frame, 8
  %extension_pointer = inttoptr i64 %extension_place to ptr
  %extension = load i64, ptr %extension_pointer
  %called = icmp eq i64 %extension, 0
  br i1 %called, label %through, label %extended
extended:
  %kind_place = add i64 %extension, 8
  %kind_pointer = inttoptr i64 %kind_place to ptr
  %kind = load i32, ptr %kind_pointer
  %asked = icmp eq i32 %kind, 1
  br i1 %asked, label %question, label %through
question:
  %api_place = add i64 %frame, 16
  %api_pointer = inttoptr i64 %api_place to ptr
  %api = load i64, ptr %api_pointer
  %untold = icmp eq i64 %api, 0
  br i1 %untold, label %answer, label %compare
compare:
  %running_place = add i64 %api, 36
  %running_pointer = inttoptr i64 %running_place to ptr
  %running = load i32, ptr %running_pointer
  %older = icmp slt i32 %running, {minor}
  %smaller = select i1 %older, i32 %running, i32 {minor}
  br label %answer
answer:
  %version = phi i32 [ {minor}, %question ], [ %smaller, %compare ]
  %metadata_place = add i64 %extension, 24
  %metadata_pointer = inttoptr i64 %metadata_place to ptr
  %metadata = load i64, ptr %metadata_pointer
  %major_place = add i64 %metadata, 24
  %major = inttoptr i64 %major_place to ptr
  store i32 0, ptr %major
  %minor_place = add i64 %metadata, 28
  %minor = inttoptr i64 %minor_place to ptr
  store i32 %version, ptr %minor
  %traits_place = add i64 %metadata, 32
  %traits = inttoptr i64 %traits_place to ptr
  store i32 0, ptr %traits
  ret i64 0
through:
  %cell = inttoptr i64 {cell} to ptr
  %address = load atomic i64, ptr %cell acquire, align 8
  %kernel = inttoptr i64 %address to ptr
  %error = call i64 %kernel(i64 %frame)
  ret i64 %error
}}
"""


def door(cell: int) -> tuple[Any, int]:
    """The machine code, which lives as long as its engine is held, and where it begins.

    Args:
        cell: address of a 64-bit word that holds the address of an `XLA_FFI_Error *(XLA_FFI_CallFrame *)`; it may
            change at any time.
    """
    from llvmlite import binding

    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    module = binding.parse_assembly(_CODE.format(cell=cell, minor=MINOR_VERSION))
    machine = binding.Target.from_default_triple().create_target_machine()
    engine = binding.create_mcjit_compiler(module, machine)
    engine.finalize_object()
    return engine, engine.get_function_address("door")
