"""The machine code that XLA gets the address of when a kernel is not there yet: it jumps to where a cell points.

It answers XLA's question about versions itself, so that a program is compiled without the kernel, and no kernel is
ever asked. Offsets are those of `xla/ffi/api/c_api.h` as shipped with jaxlib, version 0.3, in bytes.
"""

from typing import Any


def _at(name: str, base: str, offset: int) -> str:
    """%name.at: where a field is."""
    return f"""%{name}.place = add i64 %{base}, {offset}
  %{name}.at = inttoptr i64 %{name}.place to ptr"""


def _read(name: str, base: str, offset: int, kind: str = "i64") -> str:
    """%name: what a field holds."""
    return f"""{_at(name, base, offset)}
  %{name} = load {kind}, ptr %{name}.at"""


# The last version whose structs were read; older ones have the same layout as far as it is used here.
MINOR_VERSION = 3
# A frame with the extension METADATA_REQUEST (1) asks for XLA_FFI_Metadata: the version is 0.3, or the running one
# (XLA_FFI_Api.api_version) where that is older, and there are no traits. Every other frame is the kernel's.
_CODE = """
define i64 @door(i64 %frame) {{
begin:
  {extension}
  %called = icmp eq i64 %extension, 0
  br i1 %called, label %through, label %extended
extended:
  {kind}
  %asked = icmp eq i32 %kind, 1
  br i1 %asked, label %question, label %through
question:
  {api}
  %untold = icmp eq i64 %api, 0
  br i1 %untold, label %answer, label %compare
compare:
  {running}
  %older = icmp slt i32 %running, {newest}
  %smaller = select i1 %older, i32 %running, i32 {newest}
  br label %answer
answer:
  %version = phi i32 [ {newest}, %question ], [ %smaller, %compare ]
  {metadata}
  {major}
  store i32 0, ptr %major.at
  {minor}
  store i32 %version, ptr %minor.at
  {traits}
  store i32 0, ptr %traits.at
  ret i64 0
through:
  %cell = inttoptr i64 {cell} to ptr
  %address = load atomic i64, ptr %cell acquire, align 8
  %kernel = inttoptr i64 %address to ptr
  %error = call i64 %kernel(i64 %frame)
  ret i64 %error
}}
"""
_FIELDS = {
    "extension": _read("extension", "frame", 8),
    "kind": _read("kind", "extension", 8, "i32"),
    "api": _read("api", "frame", 16),
    "running": _read("running", "api", 36, "i32"),
    "metadata": _read("metadata", "extension", 24),
    "major": _at("major", "metadata", 24),
    "minor": _at("minor", "metadata", 28),
    "traits": _at("traits", "metadata", 32),
}


def door(cell: int) -> tuple[Any, int]:
    """The machine code, which lives as long as its engine is held, and where it begins.

    Args:
        cell: address of a 64-bit word that holds the address of an `XLA_FFI_Error *(XLA_FFI_CallFrame *)`; it may
            change at any time.
    """
    from llvmlite import binding

    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    module = binding.parse_assembly(_CODE.format(cell=cell, newest=MINOR_VERSION, **_FIELDS))
    machine = binding.Target.from_default_triple().create_target_machine()
    engine = binding.create_mcjit_compiler(module, machine)
    engine.finalize_object()
    return engine, engine.get_function_address("door")
