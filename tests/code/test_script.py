"""The script as a whole: it encodes the rows exactly as the study did, and reaches what the study reached."""

import ast
import base64
import re
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import wellfit
from wellfit.code.rows import rows_section
from wellfit.code.script import write_script
from wellfit.code.settings import Settings
from wellfit.data.encoded import from_arrays
from wellfit.data.splits import Splits
from wellfit.errors import ModelError, StudyError
from wellfit.record import StudyRecord
from wellfit.workflow.best import outputs


def roles(names):
    return np.frombuffer(zlib.decompress(base64.b64decode(names["PARTS"])), np.uint8)


def encoded(names, frame, fitted):
    """What the script's network takes."""
    if "dense" in names:
        return names["dense"](frame)
    words = names["split"](frame)
    return names["multi_hot"](words, names["vocabulary"](words.filter(pl.Series(fitted))))


def test_it_encodes_the_rows_exactly_as_the_study(written):
    names, data = written.names, written.data
    frame = names["rows"]()
    block = data.blocks[written.study.best.model.inputs[0].name]
    expected = block if isinstance(block, np.ndarray) else block.toarray()
    np.testing.assert_array_equal(encoded(names, frame, roles(names) == 0), expected)
    np.testing.assert_array_equal(names["answers"](frame), data.target)


def test_its_rows_have_the_parts_of_the_study(written):
    found, splits = roles(written.names), written.data.splits
    for number, rows in enumerate((splits.train, splits.validation, splits.selection, splits.test)):
        assert np.flatnonzero(found == number).tolist() == rows.tolist()


def test_its_network_is_that_of_the_study(written):
    ours, theirs = written.names["build"](), written.study.best.model
    assert [weight.shape for weight in ours.weights] == [weight.shape for weight in theirs.weights]
    ours.set_weights(theirs.get_weights())
    names, data = written.names, written.data
    x = encoded(names, names["rows"](), roles(names) == 0)[data.rows("test")]
    predicted = np.asarray(ours(x.astype(np.float32)))
    loss, metric = names["scores"](predicted, data.target[data.rows("test")])
    facts = written.study.best.facts["test"]
    assert loss == pytest.approx(facts["loss"], rel=1e-4)
    assert metric == pytest.approx(facts[data.task.metric], rel=1e-4)


def test_it_names_the_callbacks_that_it_leaves_out(written):
    settings = Settings.of(StudyRecord.open(written.study.folder))
    plain = settings.comment("1")
    found = replace(settings, callbacks=("EarlyStopping", "Mine")).comment("1")
    assert found[: len(plain)] == plain
    assert found[len(plain)] == ("# The study trained with callbacks, which are not written here: EarlyStopping, Mine.")


def spread(written):
    """How far loss and metric on the test rows lie apart between seeds: their standard deviations."""
    data, names = written.data, written.names
    blocks, truth = data.part("test")
    models = [written.runs.model(member.recipe.name, member.seed, weights="last") for member in written.runs.members]
    return np.std(
        [names["scores"](outputs(model, blocks).reshape(len(truth), -1), truth) for model in models], axis=0, ddof=1
    )


@pytest.mark.quick("shop")
def test_it_reaches_what_the_study_reached_within_the_noise_of_seeds(written, run, tmp_path):
    path = tmp_path / "train.py"
    path.write_text(written.script, encoding="utf-8")
    said = re.search(r"test loss (\S+), test (\w+) (\S+)\n$", run(path))
    facts = written.study.best.facts["test"]
    # The difference of two draws has twice the variance of one; three of its deviations, and two rows for an accuracy.
    loss, metric = 3 * np.sqrt(2) * spread(written)
    assert float(said[1]) == pytest.approx(facts["loss"], abs=loss)
    assert float(said[3]) == pytest.approx(facts[said[2]], abs=metric + 2 / len(written.data.rows("test")))


def test_it_is_short_and_has_nothing_of_wellfit_in_it(written):
    tree = ast.parse(written.script)
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert "wellfit" not in {name.split(".")[0] for name in imported}
    assert imported <= {"base64", "json", "os", "zlib", "keras", "numpy", "polars"}
    code = written.script.split("# name")[0].split("# Of each row")[0]
    assert code.count("\n") < 150
    assert max(map(len, written.script.splitlines())) <= 150


def test_other_rows_than_those_of_the_study_are_refused(written, monkeypatch):
    rows = written.names["rows"]
    monkeypatch.setitem(written.names, "rows", lambda: rows().head(100))
    with pytest.raises(SystemExit, match=r"Expected were the 320 rows of the study, received 100\."):
        written.names["main"]()


def test_a_study_without_a_model(table, tmp_path):
    data = wellfit.read(table("shop"), target="bought")
    study = wellfit.study(data, seeds=1, budget=20, out=tmp_path / "study", only=["data"])
    with pytest.raises(StudyError, match="has no model: its gate `final` was not run"):
        study.code()


def test_rows_in_memory_are_to_be_saved(table, tmp_path, monkeypatch):
    data = wellfit.read(table("shop"), target="bought")
    section = rows_section(data.origin, data.task, [])
    assert 'SOURCE = "rows.parquet"  # the study was made from rows in memory: save them here' in section.constants
    monkeypatch.chdir(tmp_path)
    table("shop").write_parquet("rows.parquet")
    names = {"pl": pl}
    exec("\n".join([*section.constants, *section.functions]), names)
    expected = data.pipeline.encode(table("shop"))["dense"]
    np.testing.assert_array_equal(data.pipeline.encode(names["rows"]())["dense"], expected)


def test_a_recipe_that_keras_has_no_words_for(written, monkeypatch):
    record = StudyRecord.open(written.study.folder)
    monkeypatch.setitem(record.documents, "training", {**record.documents["training"], "beyond": ["mixup"]})
    with pytest.raises(StudyError, match="trains with mixup, which is not written as plain Keras yet"):
        write_script(record, written.study.best.pipeline, written.study.best.folder / "model.keras")


@pytest.mark.parametrize("left", ["no zip", "[1]", '{"config": {}, "compile_config": {}, "class_name": "Functional"}'])
def test_a_damaged_model(left, written, tmp_path):
    path = tmp_path / "model.keras"
    path.write_text(left)
    if left != "no zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("config.json", left)
    with pytest.raises(ModelError, match="missing, or no Keras model with its optimizer"):
        write_script(StudyRecord.open(written.study.folder), written.study.best.pipeline, path)


def test_a_source_that_is_gone(written):
    path = Path(written.data.origin.sources[0])
    away = path.rename(path.with_name("away"))
    try:
        with pytest.raises(StudyError, match=f"{path.name}, which the study was made from, is not there any more"):
            written.study.code()
    finally:
        away.rename(path)


def test_a_study_of_images_has_no_script(written):
    rows, none = np.arange(4), np.zeros(0, np.int64)
    splits = Splits(train=rows, validation=none, selection=none, test=none)
    data = from_arrays({"image": np.zeros((4, 8, 6, 3), np.uint8)}, rows % 2, kind="binary", splits=splits)
    with pytest.raises(StudyError, match=r"no script for a study of images; .* of the size 8 × 6"):
        write_script(StudyRecord.open(written.study.folder), data.pipeline, Path("model.keras"))
