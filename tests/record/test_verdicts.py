import pytest

from wellfit.record import verdict_order

FELL = {"kind": "undetermined", "recipe": "head"}
SCRATCH = {"level": "scratch", "chosen": True, "recipe": "plain"}
HEAD = {"level": "features", "chosen": True, "recipe": "head"}


@pytest.mark.parametrize(
    "levels, chosen, first",
    [
        ([], FELL, "verdict"),
        ([SCRATCH], {**FELL, "recipe": "plain"}, "verdict"),
        ([{**SCRATCH, "chosen": False}, HEAD], FELL, "verdict_chosen"),
        ([HEAD], None, "verdict"),  # a run that was stopped before it fell
        ([HEAD], {**FELL, "recipe": "dropout 0.5"}, "verdict"),  # or before the level was handed over
    ],
)
def test_what_a_pretrained_network_comes_to_is_read_before_the_one_from_scratch(levels, chosen, first):
    assert verdict_order(levels, chosen)[0] == first
    assert set(verdict_order(levels, chosen)) == {"verdict", "verdict_chosen"}
