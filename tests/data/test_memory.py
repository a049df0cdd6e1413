"""How much memory there is to take."""

import math

import psutil
import pytest

from wellfit.data.memory import container_limit, room


@pytest.mark.parametrize("said, limit", [("1000\n", 1000.0), ("max\n", math.inf), ("", math.inf)])
def test_a_container_says_what_it_may_use(tmp_path, said, limit):
    (tmp_path / "memory.max").write_text(said)
    assert container_limit(tmp_path / "memory.max") == limit
    assert container_limit(tmp_path / "nothing") == math.inf


def test_it_is_a_share_of_the_machine_and_of_what_is_free():
    assert 0 < room() <= psutil.virtual_memory().total / 8
    assert room(0.001, 1.0) <= psutil.virtual_memory().total / 1000
    assert room(1.0, 0.0) == 0
