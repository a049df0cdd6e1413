"""What libjpeg-turbo decodes by itself is what it decodes within Pillow."""

import io
import sys

import numpy as np
import pytest
from PIL import Image

from wellfit.data.images.decode import decode, guarded
from wellfit.data.images.header import header_of
from wellfit.data.images.jpeg import jpeg_pixels, jpeg_size, library, may_be_turned


def saved(picture, kind="JPEG", **options):
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def whole(content):
    return jpeg_pixels(content, 3, 1000)


@pytest.mark.parametrize(
    "options", [{}, {"subsampling": 0}, {"subsampling": 1}, {"progressive": True}, {"quality": 20}, {"keep_rgb": True}]
)
@pytest.mark.parametrize(("side", "part"), [(1000, 1), (200, 2), (100, 4), (51, 8)])
def test_pixels_are_those_of_pillow(picture, options, side, part):
    content = saved(picture(0, (411, 420)), **options)
    known = Image.open(io.BytesIO(content))
    known.draft(None, (side, side))
    assert known.size == (-(-411 // part), -(-420 // part))
    np.testing.assert_array_equal(jpeg_pixels(content, 3, side)[:, :, :3], np.asarray(known))


def test_grey_is_the_same_in_all_channels(picture):
    content = saved(picture(0).convert("L"))
    expected = np.asarray(Image.open(io.BytesIO(content)))[:, :, None]
    for channels in (1, 3):
        np.testing.assert_array_equal(jpeg_pixels(content, channels, 1000)[:, :, :3], expected.repeat(3, axis=2))


def test_the_first_of_the_pictures_of_a_phone(picture):
    content = saved(picture(0), "MPO", save_all=True, append_images=[picture(1)])
    np.testing.assert_array_equal(whole(content)[:, :, :3], np.asarray(Image.open(io.BytesIO(content))))


def test_a_header_is_that_of_pillow(picture):
    assert jpeg_size(saved(picture(0, (48, 40)))) == (48, 40, False)
    assert jpeg_size(saved(picture(0, (48, 40)).convert("L"))) == (48, 40, True)


def test_all_else_is_for_pillow(picture, monkeypatch):
    content = saved(picture(0))
    assert whole(saved(picture(0), "PNG")) is None
    assert whole(saved(picture(0).convert("CMYK"))) is None
    assert whole(content[: len(content) // 2]) is None
    assert jpeg_size(content[:20]) is None
    assert jpeg_pixels(content, 1, 1000) is None  # Pillow knows what colours are in grey
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 48 * 40 - 1)
    assert jpeg_size(content) is None


def test_colours_sampled_in_a_way_that_has_no_name_are_for_pillow(picture):
    content = bytearray(saved(picture(0, (64, 64)), subsampling=2))
    content[content.index(b"\xff\xc0") + 11] = 0x14  # 4:4:1
    assert jpeg_size(bytes(content)) is None
    assert whole(bytes(content)) is None
    with guarded():
        assert header_of(bytes(content)).width == 64
        assert decode(bytes(content), (8, 8, 3)).shape == (8, 8, 3)


def test_only_entries_may_turn_it(picture):
    entries = Image.Exif()
    entries[0x0112] = 6
    told = saved(picture(0), xmp=b"<x:xmpmeta tiff:Orientation='6'/>")
    assert [may_be_turned(one) for one in (saved(picture(0), exif=entries), told)] == [True, True]
    assert not may_be_turned(saved(picture(0), comment="Exif", icc_profile=b"Exif\0\0" * 20_000, progressive=True))


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xd8", b"\xff\xd8\xff", b"\xff\xd8\xff\xe0\xff\xff", b"\xff\xd8\xff\xe0\0\0"]
)
def test_what_is_out_of_order_may_be_turned(content):
    assert may_be_turned(content)


def test_where_it_cannot_be_installed_the_pixels_are_the_same(picture, monkeypatch):
    content = saved(picture(0, (300, 200)))
    with guarded():
        expected = decode(content, (40, 50, 3))
        monkeypatch.setitem(sys.modules, "simplejpeg", None)  # importing it is an error now
        library.cache_clear()
        alone, gone = decode(content, (40, 50, 3)), library()
    library.cache_clear()
    assert gone is None
    np.testing.assert_array_equal(alone, expected)
