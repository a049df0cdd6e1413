import json
from types import SimpleNamespace

import pytest

from wellfit.errors import DataError, SourceError
from wellfit.histories.read import read_histories


@pytest.fixture
def saved(tmp_path, overfitting):
    """A function that writes the overfitting run as json, a little changed."""

    def write(name, change=0.0):
        path = tmp_path / name
        path.write_text(json.dumps({**overfitting, "loss": [one + change for one in overfitting["loss"]]}))
        return path

    return write


def test_the_object_that_fit_returns_and_its_dict(overfitting):
    for source in (overfitting, SimpleNamespace(history=overfitting, epoch=[0])):
        assert read_histories(source)[0].validation_loss.tolist() == overfitting["val_loss"]


def test_files_of_each_kind_in_one_list_are_seeds(saved, log, overfitting):
    assert len(read_histories([saved("a.json"), str(saved("b.json", 0.1)), log(loss=[0.5] * 20), overfitting][:3])) == 3


def test_dicts_in_a_list_are_seeds(seeds):
    assert len(read_histories(seeds(4))) == 4


def test_the_same_run_twice_is_no_second_seed(saved):
    with pytest.raises(DataError, match=r"b.json and .*a.json hold the same curve twice"):
        read_histories([saved("a.json"), saved("b.json")])


def test_a_folder_of_runs_names_those_that_could_be_meant(log, tmp_path):
    log("first"), log("second")
    with pytest.raises(SourceError, match=r"holds 2 runs: 'first', 'second'.*wellfit diagnose .*first .*second"):
        read_histories(tmp_path)


def test_a_folder_of_files_names_them(saved, tmp_path):
    saved("a.json")
    with pytest.raises(SourceError, match=r"holds 1 run: 'a.json'"):
        read_histories(tmp_path)


def test_a_folder_without_any(tmp_path):
    with pytest.raises(SourceError, match=r"is a folder without a history: there is no event file in it"):
        read_histories(tmp_path)


@pytest.mark.parametrize("name", ["gone.json", "gone.csv", "gone", "events.out.tfevents.gone"])
def test_a_path_that_is_not_there(name, tmp_path):
    with pytest.raises(SourceError, match=rf"{name} (cannot be opened|does not exist)"):
        read_histories(tmp_path / name)


def test_a_file_of_another_kind(tmp_path):
    path = tmp_path / "model.keras"
    path.write_bytes(b"PK")
    with pytest.raises(SourceError, match=r"model.keras is of no kind that holds a history"):
        read_histories(path)


@pytest.mark.parametrize("source", [3, None, object(), SimpleNamespace(history=[1])])
def test_what_is_no_history_at_all(source):
    with pytest.raises(SourceError, match=r"holds no history. Expected what fit returns"):
        read_histories(source)


def test_a_history_before_its_fit():
    with pytest.raises(SourceError, match="nothing was trained yet"):
        read_histories(SimpleNamespace(history={}))


def test_an_empty_list():
    with pytest.raises(SourceError, match="holds no history"):
        read_histories([])
