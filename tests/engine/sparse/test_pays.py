import pytest

from wellfit.engine.sparse.pays import pays


@pytest.mark.parametrize("density, answer", [(0.0, True), (0.2, True), (0.21, False), (1.0, False)])
def test_up_to_a_fifth(density, answer):
    assert pays(density) is answer
