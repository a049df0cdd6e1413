import pytest

from wellfit.errors import OptionError
from wellfit.workflow.gates import ORDERS, gates_of
from wellfit.workflow.names import NEEDS, check_names, kind_of, with_needed

GATES = [(kind, name) for kind, needs in NEEDS.items() for name in needs]


@pytest.mark.parametrize("kind", NEEDS)
def test_the_names_are_those_of_the_gates_in_their_order(kind):
    assert list(NEEDS[kind]) == [gate.name for gate in ORDERS[kind]] == [gate.name for gate in gates_of(kind)]


@pytest.mark.parametrize("kind, name", GATES)
def test_what_a_gate_needs_comes_before_it(kind, name):
    order = list(NEEDS[kind])
    assert all(order.index(needed) < order.index(name) for needed in NEEDS[kind][name])
    assert with_needed([name], kind)[-1] == name


def test_all_of_them_when_none_is_named():
    assert with_needed(None) == list(NEEDS["rows"])
    assert with_needed(None, "images") == ["data", "baseline", "scratch", "transfer", "tuning", "final"]


def test_needed_gates_come_along_in_order():
    assert with_needed(["final", "data"]) == ["data", "baseline", "power", "capacity", "final"]
    assert [gate.name for gate in gates_of("rows", ["power"])] == ["data", "baseline", "power"]


def test_of_images_any_level_is_enough_for_the_last_gate():
    assert with_needed(["final"], "images") == ["data", "baseline", "scratch", "final"]
    assert with_needed(["transfer", "final"], "images") == ["data", "baseline", "transfer", "final"]
    assert with_needed(["tuning", "final"], "images") == ["data", "baseline", "transfer", "tuning", "final"]


def test_without_a_backbone_there_is_one_level():
    only = ["transfer", "final"]
    assert with_needed(only, "images without a backbone") == ["data", "baseline", "scratch", "transfer", "final"]


@pytest.mark.parametrize(
    "blocks, backbone, kind",
    [
        (["dense", "words"], False, "rows"),
        (["array"], False, "rows"),
        (["image"], False, "images without a backbone"),
        (["image"], True, "images"),
    ],
)
def test_the_kind_of_data_decides_on_the_gates(blocks, backbone, kind):
    assert kind_of(blocks, backbone=backbone) == kind


@pytest.mark.parametrize("asked, received", [(["powr"], "'powr'"), (["data", "Power"], "'Power'"), ([], "none")])
def test_an_unknown_gate_is_refused(asked, received):
    with pytest.raises(OptionError) as error:
        with_needed(asked)
    assert str(error.value) == (
        f"There is no such gate: received {received}. Expected some of "
        "data, baseline, learning_rate, power, capacity, regularize, more_data, final, with commas between."
    )


def test_a_gate_of_other_data_is_refused_once_the_data_are_known():
    check_names(["scratch", "power"])
    with pytest.raises(OptionError, match=r"^There is no such gate: received 'powr'\. .* final, scratch, transfer"):
        check_names(["powr"])
    with pytest.raises(OptionError, match=r"^A study of images has no such gate: received 'power'\. Expected some of"):
        with_needed(["power"], "images")
    with pytest.raises(OptionError, match=r"^There is no such gate: received 'scratch'"):
        with_needed(["scratch"], "rows")
