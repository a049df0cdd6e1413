from wellfit.app.options import one_or_many


def test_one_source_goes_by_itself_and_several_as_a_list():
    assert one_or_many(["a.csv"]) == "a.csv"
    assert one_or_many(["a.csv", "b.json"]) == ["a.csv", "b.json"]
    assert one_or_many([]) is None
