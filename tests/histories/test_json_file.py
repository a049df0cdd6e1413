import json

import pytest

from wellfit.errors import DataError, SourceError
from wellfit.histories.json_file import read_json

ONE = {"loss": [0.7, 0.5], "val_loss": [0.7, 0.6]}


@pytest.fixture
def read(tmp_path):
    def go(content):
        path = tmp_path / "history.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return read_json(path)

    return go


GOOD = {
    "one run": (ONE, 1),
    "a list of runs": ([ONE, ONE, ONE], 3),
    "the object saved whole": ({"history": ONE, "params": {"epochs": 2}, "epoch": [0, 1]}, 1),
    "epochs as records": ([{"epoch": 0, "loss": 0.7, "val_loss": 0.7}, {"epoch": 1, "loss": 0.5, "val_loss": 0.6}], 1),
    "as pandas writes columns": ({name: dict(enumerate(values)) for name, values in ONE.items()}, 1),
    "with something beside": ({**ONE, "note": "mine"}, 1),
}


@pytest.mark.parametrize("case", GOOD)
def test_a_history_as_json(case, read):
    content, runs = GOOD[case]
    found = read(content)
    assert len(found) == runs
    assert all(one.train_loss.tolist() == [0.7, 0.5] for one in found)
    assert all(one.validation_loss.tolist() == [0.7, 0.6] for one in found)


def test_python_writes_nan_into_json(read):
    assert read({"loss": [1.0, float("nan")], "val_loss": [1.0, float("nan")]})[0].failed


BAD = {
    "cut off": ('{"loss": [0.7, ', "is not valid JSON: Expecting value in line 1, column 16"),
    "an empty object": ("{}", "holds no history: it is empty"),
    "an empty list": ("[]", "holds no history: it is empty"),
    "a number": ("3", "holds no history: it is '3'"),
    "numbers": ("[1, 2]", "holds no history: it is 2 values"),
    "no lists": ('{"loss": 1}', "none of its values is a list of numbers"),
    "nested without end": ("[" * 100_000 + "]" * 100_000, "nested too deeply"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_history_is_refused(case, read):
    text, said = BAD[case]
    with pytest.raises(SourceError) as refused:
        read(text)
    assert said in str(refused.value)
    assert "Expected what fit returns" in str(refused.value)


def test_a_run_among_several_is_named(read):
    with pytest.raises(DataError, match=r"history.json, run 2 has no validation loss"):
        read([ONE, {"loss": [0.5, 0.4]}])


def test_an_empty_file(read):
    with pytest.raises(SourceError, match="is empty"):
        read("")
