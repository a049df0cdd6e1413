"""`wellfit code`: the script on stdout or in a file, and one message where there is none."""

import pytest

import wellfit
from wellfit.recipes.networks import DenseNetwork
from wellfit.record import StudyWriter


@pytest.fixture(scope="module")
def finished(study_of, table_text, tmp_path_factory):
    """The folder of a finished study of Japanese columns."""
    folder = tmp_path_factory.mktemp("studies")
    source = folder / "患者.csv"
    source.write_text(table_text(80).replace("dose", "用量"), encoding="utf-8")
    recipe = wellfit.Recipe(name="plain", network=DenseNetwork(units=()))
    return study_of(wellfit.read(source, target="sick"), folder / "study", recipe, epochs=2)[0].folder


def test_the_script_is_printed_or_written(finished, go, tmp_path):
    code, out, err = go("code", finished)
    assert (code, err) == (0, "")
    compile(out, "script", "exec")
    assert '"用量"' in out
    code, said, err = go("code", finished, "--out", tmp_path / "new" / "train.py")
    assert (code, said.strip(), err) == (0, str(tmp_path / "new" / "train.py"), "")
    assert (tmp_path / "new" / "train.py").read_text(encoding="utf-8") == out


def refused(go, *arguments):
    code, out, err = go("code", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("Error: ")
    assert "Traceback" not in err
    return err


def test_a_study_that_has_no_model(go, table, tmp_path):
    study = wellfit.study(wellfit.read(table, target="sick"), seeds=1, only=["data"], out=tmp_path / "study")
    assert "has no model: its gate `final` was not run" in refused(go, study.folder)


def test_a_path_that_is_no_study(go, tmp_path):
    assert "nowhere does not exist" in refused(go, tmp_path / "nowhere")
    assert "holds no study" in refused(go, tmp_path)


def test_a_study_that_was_stopped(go, tmp_path):
    writer = StudyWriter.create(tmp_path / "s", {"name": "s"})
    writer.gate_started("power")
    writer.finish("interrupted")
    writer.close()
    assert "has no model: it stopped at the gate power" in refused(go, tmp_path / "s")


def test_a_place_that_cannot_be_written(finished, go, tmp_path):
    (tmp_path / "file").write_text("mine")
    assert "Cannot write" in refused(go, finished, "--out", tmp_path / "file" / "train.py")
