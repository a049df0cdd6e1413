import re

import pytest

from wellfit.workflow.folder import new_study_folder


def test_name_and_time(tmp_path):
    folder = new_study_folder("titanic", under=tmp_path)
    assert folder.parent == tmp_path
    assert re.fullmatch(r"titanic-\d{8}-\d{6}", folder.name)
    assert not folder.exists()


@pytest.mark.parametrize(
    "name, plain", [("a b/../c", "a-b-..-c"), ("../..", "study"), ("", "study"), ("-rf", "rf"), ("身長", "身長")]
)
def test_what_means_something_to_a_shell_is_replaced(name, plain, tmp_path):
    assert new_study_folder(name, under=tmp_path).name.rsplit("-", 2)[0] == plain


def test_two_runs_in_one_second_get_two_folders(tmp_path, monkeypatch):
    monkeypatch.setattr("time.strftime", lambda format: "20250102-030405")
    names = []
    for _ in range(3):
        folder = new_study_folder("iris", under=tmp_path)
        folder.mkdir()
        names.append(folder.name)
    assert names == ["iris-20250102-030405", "iris-20250102-030405-2", "iris-20250102-030405-3"]
