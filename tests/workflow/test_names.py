import pytest

from wellfit.errors import OptionError
from wellfit.workflow.gates import ORDER
from wellfit.workflow.names import NEEDS, with_needed


def test_the_names_are_those_of_the_gates_in_their_order():
    assert list(NEEDS) == [gate.name for gate in ORDER]


@pytest.mark.parametrize("name", NEEDS)
def test_what_a_gate_needs_comes_before_it(name):
    order = list(NEEDS)
    assert all(order.index(needed) < order.index(name) for needed in NEEDS[name])
    assert with_needed([name])[-1] == name


def test_all_of_them_when_none_is_named():
    assert with_needed(None) == list(NEEDS)


def test_needed_gates_come_along_in_order():
    assert with_needed(["final", "data"]) == ["data", "baseline", "power", "capacity", "final"]


@pytest.mark.parametrize("asked, received", [(["powr"], "'powr'"), (["data", "Power"], "'Power'"), ([], "none")])
def test_an_unknown_gate_is_refused(asked, received):
    with pytest.raises(OptionError) as error:
        with_needed(asked)
    assert str(error.value) == (
        f"There is no such gate: received {received}. Expected some of "
        "data, baseline, learning_rate, power, capacity, regularize, more_data, final, with commas between."
    )
