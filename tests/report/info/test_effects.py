import pytest

from wellfit.report.info.effects import effect_rows, failed_remedies


def effect(remedy, change, low, high, **more):
    return {"remedy": remedy, "change": change, "low": low, "high": high, **more}


@pytest.mark.parametrize(
    ("low", "high", "direction"),
    [(-0.2, -0.1, "better"), (-0.2, 0.1, "same"), (0.1, 0.2, "worse"), (-0.2, 0.0, "same"), (None, None, "same")],
)
def test_the_direction_follows_from_the_interval(recorded, low, high, direction):
    (row,) = effect_rows(recorded(effects=[effect("dropout", 0.0, low, high)]))

    assert row.direction == direction


@pytest.mark.parametrize(("p_holm", "sure"), [(0.01, True), (0.05, False), (0.4, False), (None, True)])
def test_what_the_correction_takes_back_is_not_sure(recorded, p_holm, sure):
    (row,) = effect_rows(recorded(effects=[effect("dropout", -0.2, -0.3, -0.1, p_holm=p_holm)]))

    assert (row.direction, row.sure) == ("better", sure)


def test_the_largest_help_comes_first(recorded):
    record = recorded(effects=[effect("a", 0.1, 0, 1), effect("b", -0.3, -1, 0), effect("c", -0.1, -1, 0)])

    assert [row.remedy for row in effect_rows(record)] == ["b", "c", "a"]


def test_a_remedy_that_did_not_train_is_named_apart(recorded):
    record = recorded(effects=[effect("a", None, None, None), effect("b", -0.3, -1, 0)])

    assert [row.remedy for row in effect_rows(record)] == ["b"]
    assert failed_remedies(record) == ["a"]


@pytest.mark.parametrize(
    ("remedy", "parameters", "text"),
    [("dropout", {"rate": 0.5}, "rate 0.5"), ("l2", {"l2": 0.001}, "0.001"), ("batch normalization", {}, "")],
)
def test_parameters_are_written_once(recorded, remedy, parameters, text):
    (row,) = effect_rows(recorded(effects=[effect(remedy, 0, 0, 0, parameters=parameters)]))

    assert row.parameters == text
