import json

import numpy as np
import polars as pl
import pytest
from PIL import Image

from wellfit.data.pipeline.image import ImageEncoder
from wellfit.data.pipeline.plain import from_plain, to_plain
from wellfit.errors import StudyError

ENCODER = ImageEncoder(name="path", shape=(4, 6, 3))


def test_paths_become_pixels(tmp_path):
    Image.new("RGB", (60, 40), (10, 20, 30)).save(tmp_path / "one.png")
    (tmp_path / "two.png").write_bytes(b"no image")
    paths = [str(tmp_path / "one.png"), str(tmp_path / "two.png"), None]
    block = ENCODER.encode(pl.DataFrame({"path": paths}))
    assert (block.dtype, block.shape) == (np.uint8, (3, 4, 6, 3))
    assert (block[0] == (10, 20, 30)).all()
    assert not block[1:].any()


def test_arrays_stay_what_they_are():
    pixels = np.arange(2 * 72, dtype=np.uint8).reshape(2, 4, 6, 3)
    frame = pl.DataFrame({"path": pl.Series(pixels, dtype=pl.Array(pl.UInt8, (4, 6, 3)))})
    np.testing.assert_array_equal(ENCODER.encode(frame), pixels)


def test_survives_json_unchanged():
    assert from_plain(ImageEncoder, json.loads(json.dumps(to_plain(ENCODER))), "pipeline") == ENCODER


@pytest.mark.parametrize("shape", [(4, 6), (4, 6, 2), (0, 6, 3)])
def test_other_shapes_are_refused(shape):
    with pytest.raises(StudyError, match="images of shape"):
        from_plain(ImageEncoder, {"name": "path", "shape": list(shape)}, "pipeline")
