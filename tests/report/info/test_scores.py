import pytest

from wellfit.report.info.scores import lead, scores


def baseline(name, selection, test=None, metric="accuracy"):
    return {
        "name": name,
        "note": "",
        "selection": {"loss": 1.0, metric: selection},
        "test": None if test is None else {"loss": 1.0, metric: test},
    }


def best(selection, test=None, metric="accuracy"):
    return {**baseline("", selection, test, metric), "recipe": "plain", "epochs": 4}


def test_baselines_come_first_and_the_network_last(recorded):
    rows = scores(recorded(baselines=[baseline("constant", 0.5, 0.4)], best=best(0.9, 0.8)))

    assert [(row.name, row.network, row.selection_metric, row.test_metric) for row in rows] == [
        ("constant", False, 0.5, 0.4),
        ("plain", True, 0.9, 0.8),
    ]


def test_the_lead_is_judged_on_the_test_split(recorded):
    rows = [baseline("linear", 0.7, 0.9), baseline("boosting", 0.8, 0.6)]
    result = lead(recorded(baselines=rows, best=best(0.95, 0.85)))

    assert (result.baseline, result.split, result.ahead) == ("linear", "test", False)
    assert (result.network_metric, result.baseline_metric) == (0.85, 0.9)


def test_before_the_test_split_is_opened_the_selection_split_counts(recorded):
    result = lead(recorded(baselines=[baseline("linear", 0.7)], best=best(0.95)))

    assert (result.split, result.ahead) == ("selection", True)


def test_for_an_error_smaller_is_better(recorded):
    rows = [baseline("linear", 3.0, 3.0, "mae"), baseline("boosting", 2.0, 2.0, "mae")]
    result = lead(recorded(task={"metric": "mae"}, baselines=rows, best=best(1.5, 1.5, "mae")))

    assert (result.baseline, result.ahead) == ("boosting", True)


def test_a_model_without_any_number_is_left_out(recorded):
    assert scores(recorded(baselines=[baseline("boosting", None), baseline("linear", 0.7)]))[0].name == "linear"


@pytest.mark.parametrize("documents", [{}, {"best": best(0.9)}, {"baselines": [baseline("linear", 0.9)]}])
def test_there_is_no_lead_without_both(recorded, documents):
    assert lead(recorded(**documents)) is None
