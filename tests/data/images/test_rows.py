import numpy as np
import pytest

from wellfit.data.images.rows import ImageRows, of_pixels

PIXELS = np.arange(2 * 3 * 4 * 3, dtype=np.uint8).reshape(2, 3, 4, 3)


def test_the_key_is_that_of_the_pixels():
    changed = PIXELS.copy()
    changed[1, 2, 3, 2] += 1
    keys = {of_pixels(pixels).key for pixels in (PIXELS, changed, PIXELS.reshape(2, 4, 3, 3), PIXELS[:1])}
    assert len(keys) == 4
    assert of_pixels(PIXELS.copy()).key == of_pixels(PIXELS).key


def test_groups_are_of_all_rows_or_of_none():
    assert ImageRows(files=("a", "b"), key="k", groups=(0, 0)).groups == (0, 0)
    with pytest.raises(ValueError, match="1 groups of 2 files"):
        ImageRows(files=("a", "b"), key="k", groups=(0,))
