import re
import tempfile
from pathlib import Path

import pytest

from wellfit.app.defects import report_defect


@pytest.fixture
def defect():
    try:
        raise RuntimeError("shapes do not\nmatch \x1b[2J.")
    except RuntimeError as error:
        return error


def test_a_defect_is_one_line_and_the_traceback_is_in_a_file(defect, tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("WELLFIT_DEBUG", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    report_defect(RuntimeError, defect, defect.__traceback__)
    message = capsys.readouterr().err
    assert message.count("\n") == 1
    assert message.startswith(
        r"Error: this is a defect of ours, not of your data: RuntimeError: shapes do not match \x1b[2J. The traceback"
    )
    assert "--debug shows it" in message
    path = Path(re.search(r"saved to (\S+);", message)[1])
    assert path.parent == tmp_path
    saved = path.read_text(encoding="utf-8")
    assert "Traceback (most recent call last)" in saved
    assert "test_defects.py" in saved


@pytest.mark.parametrize("value, shown", [("1", True), ("yes", True), ("0", False), ("", False)])
def test_the_environment_asks_for_the_traceback(value, shown, defect, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WELLFIT_DEBUG", value)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    report_defect(RuntimeError, defect, defect.__traceback__)
    assert capsys.readouterr().err.startswith("Traceback") is shown
    assert bool(list(tmp_path.iterdir())) is not shown
