"""Files of every format, made here, come out as the pixels that went in."""

import contextlib
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from wellfit.data.images import decode as module
from wellfit.data.images import jpeg, resize
from wellfit.data.images.decode import UnreadableImage, content_of, decode, guarded, opened

LEFT_RED = np.zeros((8, 16, 3), np.uint8)
LEFT_RED[:, :8] = (250, 0, 0)
LEFT_RED[:, 8:] = (0, 0, 250)


def saved(picture, kind, **options):
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def read(content, shape=(8, 16, 3)):
    with guarded():
        return decode(content, shape).astype(int)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {}),
        ("BMP", {}),
        ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("GIF", {}),
        ("WEBP", {"lossless": True}),
        ("JPEG", {"quality": 95, "subsampling": 0}),
    ],
)
def test_formats(kind, options):
    assert np.abs(read(saved(Image.fromarray(LEFT_RED), kind, **options)) - LEFT_RED).max() <= 12


def test_the_first_of_several_pictures_is_taken():
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    for kind in ("GIF", "WEBP", "TIFF"):
        content = saved(frames[0], kind, save_all=True, append_images=frames[1:])
        assert read(content, (1, 1, 3))[0, 0].tolist() == pytest.approx([255, 0, 0], abs=4)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_a_picture_is_turned_as_its_entry_says(kind):
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: right of the file is the lower side of the scene
    pixels = read(saved(Image.fromarray(LEFT_RED), kind, exif=exif.tobytes()), (16, 8, 3))
    assert pixels[2, 4].tolist() == pytest.approx([250, 0, 0], abs=12)
    assert pixels[-2, 4].tolist() == pytest.approx([0, 0, 250], abs=12)


def test_an_entry_that_cannot_be_read_turns_nothing():
    content = saved(Image.fromarray(LEFT_RED), "JPEG", exif=b"Exif\0\0nothing that is known")
    assert read(content)[4, 4].tolist() == pytest.approx([250, 0, 0], abs=12)


def test_a_large_photograph_of_a_phone_is_turned_and_made_smaller():
    exif = Image.Exif()
    exif[0x0112] = 8
    large = Image.fromarray(LEFT_RED).resize((640, 320), Image.Resampling.NEAREST)
    pixels = read(saved(large, "JPEG", exif=exif.tobytes()), (20, 10, 3))
    assert np.abs(pixels[:9] - (0, 0, 250)).max() <= 12
    assert np.abs(pixels[11:] - (250, 0, 0)).max() <= 12


@pytest.mark.parametrize(
    ("kind", "size"), [("PNG", (9000, 12)), ("PNG", (12, 9000)), ("JPEG", (9000, 12)), ("TIFF", (50, 60))]
)
@pytest.mark.parametrize("lies", [1, 6, 8])
def test_the_largest_are_for_pillow_to_resize(picture, monkeypatch, kind, size, lies):
    exif = Image.Exif()
    exif[0x0112] = lies
    content = saved(picture(0, size), kind, exif=exif.tobytes())
    for one in (module, jpeg):
        monkeypatch.setattr(one, "LONGEST", 9000)
    expected = read(content, (24, 16, 3))
    monkeypatch.undo()
    monkeypatch.setattr(module, "MOST_PIXELS", 50 * 60 - 1)
    for kept in (resize._down, resize._across):
        kept.cache_clear()
    assert np.abs(read(content, (24, 16, 3)) - expected).max() <= 1
    assert [kept.cache_info().currsize for kept in (resize._down, resize._across)] == [0, 0]


def test_sixteen_bits_keep_their_upper_eight():
    values = (np.arange(16, dtype=np.uint16) * 4096).reshape(4, 4)
    for kind in ("PNG", "TIFF"):
        found = read(saved(Image.fromarray(values), kind), (4, 4, 1))[:, :, 0]
        np.testing.assert_array_equal(found, np.round(values / 257))


def test_a_smaller_picture_is_the_mean_of_its_parts():
    stripes = np.tile(np.array([0, 200], np.uint8), (64, 32))
    assert np.abs(read(saved(Image.fromarray(stripes), "PNG"), (8, 8, 1)) - 100).max() <= 12


def test_cmyk_as_jpeg():
    content = saved(Image.new("CMYK", (8, 8), (255, 0, 0, 0)), "JPEG")
    assert read(content, (1, 1, 3))[0, 0].tolist() == pytest.approx([0, 255, 255], abs=4)


def test_the_size_is_known_before_the_pixels_are():
    with guarded(), opened(saved(Image.fromarray(LEFT_RED), "JPEG")) as picture:
        assert (picture.size, picture.mode) == ((16, 8), "RGB")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not an image of a known format"),
        (b"no picture at all", "not an image of a known format"),
        (saved(Image.fromarray(LEFT_RED), "PNG")[:60], "damaged"),
        (saved(Image.effect_noise((64, 64), 50), "JPEG")[:700], "damaged"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not an image of a known format"),
    ],
)
def test_what_is_no_image_says_so(content, reason):
    with pytest.raises(UnreadableImage, match=reason):
        read(content)


def test_a_path_that_no_file_can_have_cannot_be_read():
    with pytest.raises(UnreadableImage, match="null byte"):
        content_of(Path("a\0b.jpg"))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("times", [1.5, 3])
def test_a_decompression_bomb_is_refused_by_its_header(monkeypatch, times, kind):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", int(8 * 16 / times))
    with pytest.raises(UnreadableImage, match=r"more than \d+ pixels, which may be a decompression bomb"):
        read(saved(Image.fromarray(LEFT_RED), kind))


def test_any_cut_of_a_file_is_an_image_or_unreadable():
    whole = [saved(Image.effect_noise((24, 24), 50), kind) for kind in ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP")]
    random = np.random.default_rng(0)
    for content in whole:
        for _ in range(40):
            broken = bytearray(content[: random.integers(1, len(content))])
            broken[random.integers(len(broken))] ^= 255
            with contextlib.suppress(UnreadableImage):
                assert read(bytes(broken), (4, 4, 3)).shape == (4, 4, 3)
