"""The rectangle of cutmix: as large as is said, anywhere, and counted by its pixels."""

import numpy as np
import pytest

from wellfit.engine.mixing import rectangle

SIZE = (40, 30)


def cut(share, step):
    found = rectangle(np.uint32(3), np.float32(share), np.int32(step), SIZE)
    return np.asarray(found.inside)[..., 0], float(found.share)


@pytest.mark.parametrize("share", [0.0, 0.25, 0.75, 1.0])
def test_its_area_is_what_the_share_leaves_unless_a_border_cuts_it(share):
    for step in range(8):
        inside, left = cut(share, step)
        assert left == pytest.approx(1 - inside.mean(), abs=1e-6)
        assert left >= share - 0.03
        rows, columns = inside.any(1).sum(), inside.any(0).sum()
        assert inside.sum() == rows * columns
        assert rows <= np.sqrt(1 - share) * SIZE[0] + 1
        assert columns <= np.sqrt(1 - share) * SIZE[1] + 1


def test_it_lies_anywhere():
    covered = np.mean([cut(0.9, step)[0] for step in range(60)], axis=0)
    assert (covered > 0).mean() > 0.9
    assert covered.max() < 0.4
