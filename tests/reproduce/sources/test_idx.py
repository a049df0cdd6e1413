import gzip

import numpy as np
import pytest

from wellfit.errors import SourceError
from wellfit.reproduce.sources.idx import read_idx

# Two pictures of 1 × 3, by hand: two zeros, bytes, rank 3, the sizes, the values.
TWO = bytes([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 250, 5, 6])


@pytest.mark.parametrize("packed", [False, True])
def test_the_values_and_their_shape(tmp_path, packed):
    path = tmp_path / "file"
    path.write_bytes(gzip.compress(TWO) if packed else TWO)
    np.testing.assert_array_equal(read_idx(path), [[[1, 2, 3]], [[250, 5, 6]]])


@pytest.mark.parametrize(
    "content, message",
    [
        (b"", "is not an idx file of bytes"),
        (b"PK\x03\x04 and more", "is not an idx file of bytes: it begins with 504b0304"),
        (bytes([0, 0, 13, 1, 0, 0, 0, 1, 5]), "is not an idx file of bytes"),
        (TWO[:-2], "is cut short or longer than it says: expected 6 values of shape .2, 1, 3., received 4"),
        (TWO + b"x", "received 7"),
        (bytes([0, 0, 8, 3]) + b"\xff" * 12 + b"1", "expected 79,228,162,458,924,105,385,300,197,375 values"),
        # Without the time of day, which would be in the test's name, and other in each worker.
        (gzip.compress(TWO, mtime=0)[:-9], "cannot be read: .*download it again"),
    ],
)
def test_what_is_damaged_is_said(tmp_path, content, message):
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=message):
        read_idx(path)
