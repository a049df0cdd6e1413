import pytest

from wellfit.report.info.gates import gate_rows
from wellfit.report.info.power import power
from wellfit.report.info.rates import rates


def gate(name, evidence=None, seconds=1.0):
    return {"name": name, "passed": True, "sentence": "Fine.", "evidence": evidence or {}, "seconds": seconds}


def test_each_gate_has_its_question_and_its_share_of_the_time(recorded):
    asking = gate("data", seconds=1.0) | {"question": "Can the numbers be trusted?"}
    rows = gate_rows(recorded(gates=[asking, gate("power", seconds=3.0), gate("own idea", seconds=0)]))

    assert [row.share for row in rows] == [0.25, 0.75, 0.0]
    assert rows[0].question == "Can the numbers be trusted?"
    assert rows[2].question == ""


def test_rates_come_in_order_and_one_without_a_loss_diverged(recorded):
    measured = [
        {"rate": 1.0, "loss": None, "low": None, "high": None, "diverged": True},
        {"rate": 0.1, "loss": 0.5, "low": 0.4, "high": 0.6, "diverged": False},
    ]
    info = rates(recorded(gates=[gate("learning_rate", {"rates": measured, "interval": [0.01, 0.1], "chosen": 0.1})]))

    assert [(rate.rate, rate.diverged) for rate in info.rates] == [(0.1, False), (1.0, True)]
    assert (info.low, info.high, info.chosen) == (0.01, 0.1, 0.1)


def test_one_rate_far_above_does_not_stretch_the_figure(recorded):
    measured = [{"rate": rate, "loss": loss, "diverged": 0} for rate, loss in ((0.1, 0.2), (0.2, 0.3), (1.0, 500.0))]
    constant = [{"name": "constant", "selection": {"loss": 0.7}}]
    info = rates(recorded(baselines=constant, gates=[gate("learning_rate", {"rates": measured})]))

    assert info.ceiling == pytest.approx(0.9)


def test_where_all_rates_diverged_the_figure_has_a_scale_all_the_same(recorded):
    measured = [{"rate": 1.0, "loss": None, "diverged": 5}]

    assert rates(recorded(gates=[gate("learning_rate", {"rates": measured})])).ceiling == 1.0


def test_rates_without_an_interval(recorded):
    measured = [{"rate": 0.1, "loss": 0.5, "diverged": False}]
    info = rates(recorded(gates=[gate("learning_rate", {"rates": measured, "interval": None})]))

    assert (info.low, info.high, info.chosen) == (None, None, None)


def test_controls_are_told_from_the_network(recorded):
    evidence = {
        "permuted_labels": {"value": 0.7, "low": 0.6, "high": 0.8},
        "network": {"value": 0.3, "low": 0.2, "high": 0.4},
        "baseline_loss": 0.35,
        "constant_loss": 0.69,
    }
    info = power(recorded(gates=[gate("power", evidence)]))

    assert [(bar.label, bar.control) for bar in info.bars] == [("first network", False), ("labels permuted", True)]
    assert (info.baseline, info.constant) == (0.35, 0.69)


def test_gates_that_did_not_run_give_nothing(recorded):
    record = recorded()

    assert gate_rows(record) == []
    assert rates(record) is None
    assert power(record) is None
