from wellfit.workflow.baselines import boosting


def test_a_product_of_two_columns_is_found(data):
    assert boosting.fit(data("crossed"), seed=0).selection.metric > 0.9


def test_of_many_columns_those_that_say_most_are_kept(data):
    found = boosting.fit(data("images"), seed=0)
    assert found.note == "Uses the 300 of 400 columns that say most about the target."
