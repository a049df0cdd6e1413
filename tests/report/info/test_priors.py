from wellfit.report.info.priors import prior_rows

STORED = {
    "network": "categories 8, dense 64-64", "recipe": "categories 8, dense 64-64, rate 0.003", "reason": "many levels",
    "rate": 0.003, "parameters": 10, "change": -0.02, "low": -0.03, "high": -0.01, "p": 0.01, "p_holm": 0.02,
    "seeds": 3, "better": True, "found": "lowers the loss beyond noise",
}  # fmt: skip


def test_what_is_stored_is_shown_in_its_order(recorded):
    other = {**STORED, "network": "other", "change": 0.1, "low": -0.1, "high": 0.3}
    first, second = prior_rows(recorded(priors=[STORED, other]))
    assert (first.network, first.reason, first.rate) == ("categories 8, dense 64-64", "many levels", 0.003)
    assert (first.change, first.low, first.high, first.p_holm) == (-0.02, -0.03, -0.01, 0.02)
    assert [first.direction, second.direction] == ["better", "same"]


def test_a_network_that_did_not_train_has_no_numbers(recorded):
    (row,) = prior_rows(recorded(priors=[{**STORED, "change": None, "low": None, "high": None}]))
    assert (row.change, row.p_holm, row.direction) == (None, None, "same")


def test_a_study_without_any(recorded):
    assert prior_rows(recorded()) == []
