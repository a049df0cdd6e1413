"""The door on frames that are built here by hand, field after field as XLA's header has them."""

import ctypes

import pytest

from wellfit.engine.door import door

Handler = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_int64)
METADATA_REQUEST, ANOTHER = 1, 2


class Version(ctypes.Structure):
    """XLA_FFI_Api_Version."""

    _fields_ = (("size", ctypes.c_size_t), ("next", ctypes.c_void_p), ("major", ctypes.c_int), ("minor", ctypes.c_int))


class Api(ctypes.Structure):
    """XLA_FFI_Api, as far as the version."""

    _fields_ = (("size", ctypes.c_size_t), ("next", ctypes.c_void_p), ("version", Version))


class Metadata(ctypes.Structure):
    """XLA_FFI_Metadata."""

    _fields_ = (("size", ctypes.c_size_t), ("version", Version), ("traits", ctypes.c_uint32))


class Extension(ctypes.Structure):
    """XLA_FFI_Metadata_Extension."""

    _fields_ = (
        ("size", ctypes.c_size_t),
        ("kind", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("metadata", ctypes.POINTER(Metadata)),
    )


class Frame(ctypes.Structure):
    """XLA_FFI_CallFrame, as far as the interface."""

    _fields_ = (
        ("size", ctypes.c_size_t),
        ("extension", ctypes.POINTER(Extension)),
        ("api", ctypes.POINTER(Api)),
    )


def entered(frame, kernel):
    """What the door returns for a frame when its cell points to a kernel."""
    function = Handler(kernel)
    cell = ctypes.c_int64(ctypes.cast(function, ctypes.c_void_p).value)
    engine, address = door(ctypes.addressof(cell))
    returned = Handler(address)(ctypes.addressof(frame))
    del engine  # held until here
    return returned


@pytest.mark.parametrize("running, told", [(1, 1), (2, 2), (3, 3), (4, 3), (11, 3), (None, 3)])
def test_the_answer_is_the_older_of_the_running_version_and_the_one_that_was_read(running, told):
    metadata = Metadata(version=Version(major=-1, minor=-1), traits=99)
    extension = Extension(kind=METADATA_REQUEST, metadata=ctypes.pointer(metadata))
    frame, asked = Frame(extension=ctypes.pointer(extension)), []
    if running is not None:
        frame.api = ctypes.pointer(Api(version=Version(major=0, minor=running)))
    assert entered(frame, lambda address: asked.append(address) or 5) == 0
    assert (metadata.version.major, metadata.version.minor, metadata.traits) == (0, told, 0)
    assert not asked


@pytest.mark.parametrize("kind", [None, ANOTHER])
def test_every_other_frame_is_the_kernels(kind):
    metadata = Metadata(traits=99)
    extension = Extension(kind=kind or 0, metadata=ctypes.pointer(metadata))
    frame, seen = Frame(extension=ctypes.pointer(extension) if kind else None), []
    assert entered(frame, lambda address: seen.append(address) or 7) == 7
    assert seen == [ctypes.addressof(frame)]
    assert metadata.traits == 99


def test_what_the_cell_points_to_may_change():
    first, second = Handler(lambda frame: 1), Handler(lambda frame: 2)
    cell = ctypes.c_int64(ctypes.cast(first, ctypes.c_void_p).value)
    engine, address = door(ctypes.addressof(cell))
    frame = Frame()
    assert Handler(address)(ctypes.addressof(frame)) == 1
    cell.value = ctypes.cast(second, ctypes.c_void_p).value
    assert Handler(address)(ctypes.addressof(frame)) == 2
    del engine
