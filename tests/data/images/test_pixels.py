"""What was decoded once is found again, and what does not fit is decoded anew."""

import numpy as np
import pytest
from PIL import Image

from wellfit.data import kept
from wellfit.data.images import pixels as module
from wellfit.data.images.decode import guarded
from wellfit.data.images.header import read_header
from wellfit.data.images.pixels import files_key, headers_and_pixels, may_be_kept, pixels

SHAPE = (6, 5, 3)


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv(kept.VARIABLE, str(tmp_path / "cache"))
    kept.folder.cache_clear()
    yield tmp_path / "cache" / "images"
    kept.folder.cache_clear()


@pytest.fixture
def files(tmp_path, save):
    save(tmp_path, ["a.png", "b.png", "c.png"])
    (tmp_path / "b.png").write_bytes(b"no image")
    return [tmp_path / name for name in ("a.png", "b.png", "c.png")]


def test_only_files_that_can_be_read_have_a_row(files, place):
    found = pixels(files, ["1", "2", "3"], SHAPE)
    assert (found.block.shape, found.block.dtype) == ((2, *SHAPE), np.uint8)
    assert found.problems == {1: "not an image of a known format"}
    assert isinstance(found.block, np.memmap)
    assert sorted(file.name for file in place.iterdir()) == [f"{found.key}.json", f"{found.key}.npy"]


def test_what_is_kept_is_not_decoded_again(files, place):
    first = pixels(files, ["1", "2", "3"], SHAPE)
    for file in files:
        file.unlink()
    again = pixels(files, ["1", "2", "3"], SHAPE)
    np.testing.assert_array_equal(first.block, again.block)
    assert again.problems == first.problems


@pytest.mark.parametrize(
    ("suffix", "content"), [("json", b"{"), ("json", b"{}"), ("json", b"[1]"), ("npy", b"rubbish"), ("npy", None)]
)
def test_what_is_damaged_is_decoded_anew(files, place, suffix, content):
    first = pixels(files, ["1", "2", "3"], SHAPE)
    expected, broken = np.array(first.block), place / f"{first.key}.{suffix}"
    whole = broken.read_bytes()
    broken.unlink()
    broken.write_bytes(whole[: len(whole) // 2] if content is None else content)
    np.testing.assert_array_equal(pixels(files, ["1", "2", "3"], SHAPE).block, expected)


def test_the_key_is_of_all_that_decides_about_the_pixels():
    keys = {files_key(*given) for given in ((["1", "2"], SHAPE), (["2", "1"], SHAPE), (["1", "2"], (5, 6, 3)))}
    assert len(keys) == 3


def test_nothing_is_left_of_a_reading_that_was_stopped(files, place):
    def stop(name, done, of):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pixels(files, ["1", "2", "3"], SHAPE, stop)
    assert list(place.iterdir()) == []


def test_older_pixels_make_room(files, place, monkeypatch):
    old = pixels(files, ["1", "2", "3"], SHAPE)
    monkeypatch.setattr(module, "MOST_BYTES", 300)
    new = pixels(files[:1], ["1"], SHAPE)
    assert not (place / f"{old.key}.npy").exists()
    assert (place / f"{new.key}.npy").exists()


def test_where_nothing_is_to_be_kept_the_pixels_go_with_the_process(files, monkeypatch, tmp_path):
    monkeypatch.setenv(kept.VARIABLE, "")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    kept.folder.cache_clear()
    found = pixels(files, ["1", "2", "3"], SHAPE)
    kept.folder.cache_clear()
    assert found.block.shape == (2, *SHAPE)
    assert str(found.block.filename).startswith(str(tmp_path))


def test_one_pass_keeps_what_two_passes_do(files, place):
    with guarded():
        expected = [read_header(path) for path in files]
    headers, found = headers_and_pixels(files, SHAPE)
    assert headers == expected
    assert [bool(one.problem) for one in headers] == [False, True, False]
    contents = [headers[0].content, headers[2].content]
    assert (found.key, found.problems) == (files_key(contents, SHAPE), {})
    for file in files:
        file.unlink()  # the second pass finds what the first one kept
    np.testing.assert_array_equal(pixels([files[0], files[2]], contents, SHAPE).block, found.block)


def test_a_file_damaged_behind_its_header_keeps_its_header(files, place):
    content = files[0].read_bytes()
    files[0].write_bytes(content[: len(content) // 2])
    headers, found = headers_and_pixels(files, SHAPE)
    assert [bool(one.problem) for one in headers] == [False, True, False]
    assert (list(found.problems), len(found.block)) == ([0], 1)


def test_there_are_no_pixels_where_no_file_is_an_image(files, place):
    headers, found = headers_and_pixels(files[1:2], SHAPE)
    assert headers[0].problem
    assert found.block.shape == (0, *SHAPE)
    assert list(place.iterdir()) == []


def test_nothing_is_kept_where_all_files_are_damaged_behind_their_headers(files, place):
    content = files[0].read_bytes()
    files[0].write_bytes(content[: len(content) // 2])
    _, found = headers_and_pixels(files[:2], SHAPE)
    assert (len(found.block), list(found.problems)) == (0, [0])
    assert list(place.iterdir()) == []


def test_a_pass_for_grey_images_ends_at_the_first_that_has_colour(files, place):
    Image.open(files[0]).convert("L").save(files[0])
    assert headers_and_pixels(files[:2], (6, 5, 1))[1].block.shape == (1, 6, 5, 1)
    kept = sorted(place.iterdir())
    assert headers_and_pixels(files, (6, 5, 1)) is None
    assert sorted(place.iterdir()) == kept


def test_where_nothing_is_to_be_kept_nothing_may_be(monkeypatch, tmp_path):
    monkeypatch.setenv(kept.VARIABLE, "")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    kept.folder.cache_clear()
    found = may_be_kept("0123456789")
    kept.folder.cache_clear()
    assert not found
    assert list(tmp_path.iterdir()) == []


def test_pixels_are_known_by_the_first_file(files, place):
    headers, _ = headers_and_pixels(files, SHAPE)
    assert may_be_kept(headers[0].content)
    assert not may_be_kept(headers[2].content)
