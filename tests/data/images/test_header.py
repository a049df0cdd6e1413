import io

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngImageFile, PngInfo

from wellfit.data.images.decode import guarded
from wellfit.data.images.header import Header, header_of, read_header

ENTRY = Image.Exif()
ENTRY[0x0112] = 6  # right of the file is the lower side of the scene


def header(path, content):
    path.write_bytes(content)
    with guarded():
        return read_header(path)


def saved(picture, kind, **options):
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "TIFF"])
def test_size_and_colour_of_every_format(tmp_path, picture, kind):
    grey, colour = picture(0, (48, 40)).convert("L"), picture(0, (48, 40))
    found = header(tmp_path / "grey", saved(grey, kind))
    assert (found.width, found.height, found.problem) == (48, 40, "")
    assert found.grey or kind == "GIF"  # which has a palette
    assert not header(tmp_path / "colour", saved(colour, kind)).grey


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_a_picture_has_the_size_that_it_is_looked_at_in(tmp_path, picture, kind):
    found = header(tmp_path / "one", saved(picture(0, (48, 40)), kind, exif=ENTRY.tobytes()))
    assert (found.width, found.height) == (40, 48)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("XML:com.adobe.xmp", '<x:xmpmeta tiff:Orientation="6"/>'),
        ("Raw profile type exif", f"\nexif\n 26\n{ENTRY.tobytes().hex()}"),
    ],
)
@pytest.mark.parametrize("pressed", [True, False])
def test_texts_of_a_png_turn_it_too(tmp_path, picture, name, said, pressed):
    texts = PngInfo()
    texts.add_text(name, said, zip=pressed)
    found = header(tmp_path / "one", saved(picture(0, (48, 40)), "PNG", pnginfo=texts))
    assert (found.width, found.height) == (40, 48)


def test_of_a_png_without_entries_no_pixels_are_needed(picture, monkeypatch):
    monkeypatch.setattr(PngImageFile, "load", lambda _: pytest.fail("pixels were decoded"))
    with guarded():
        found = header_of(saved(picture(0, (48, 40)), "PNG"))
    assert (found.width, found.height) == (48, 40)


def test_equal_files_and_no_others_have_equal_hashes(tmp_path, picture):
    one, same, other = (header(tmp_path / "file", saved(picture(seed), "JPEG")).content for seed in (0, 0, 1))
    assert one == same != other


def test_what_is_no_image_says_so(tmp_path):
    assert header(tmp_path / "file", b"\xff\xd8\xff") == Header(problem="not an image of a known format")
    with guarded():
        assert read_header(tmp_path / "none") == Header(problem="No such file or directory")
