import sqlite3

import polars as pl
import pytest

from wellfit.errors import OptionError, StudyError
from wellfit.record import StudyRecord, StudyWriter

CURVE = {"gate": ["power"], "recipe": ["plain"], "seed": [0], "control": ["none"], "epoch": [1], "train_loss": [0.5]}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "study"


def written(folder):
    with StudyWriter.create(folder, {"name": "study"}) as writer:
        writer.finish("complete")
    return folder


def test_documents_come_back_as_they_were_put_and_the_last_one_counts(folder):
    with StudyWriter.create(folder, {"name": "study"}) as writer:
        writer.put("verdict", {"kind": "underfit"})
        writer.put("verdict", {"kind": "overfit", "sentence": "</script>"})

    record = StudyRecord.open(folder)
    assert record.get("verdict") == {"kind": "overfit", "sentence": "</script>"}
    assert record.get("best", "nothing") == "nothing"
    assert record.meta == {"name": "study"}


def test_frames_are_appended_and_columns_left_out_are_empty(folder):
    with StudyWriter.create(folder, {}) as writer:
        writer.add_curves(pl.DataFrame(CURVE))
        writer.add_curves(pl.DataFrame(CURVE).with_columns(epoch=2, validation_loss=float("nan")))

    curves = StudyRecord.open(folder).curves
    assert curves["epoch"].to_list() == [1, 2]
    assert curves["train_loss"].to_list() == [0.5, 0.5]
    assert curves["validation_loss"].to_list() == [None, None]
    assert curves.schema["validation_loss"] == pl.Float64


def test_frames_of_an_empty_study_have_their_columns(folder):
    record = StudyRecord.open(written(folder))

    assert record.members.is_empty()
    assert "best_epoch" in record.members.columns
    assert record.predictions.is_empty()
    assert record.predictions.columns == ["row", "truth", "prediction", "confidence"]


@pytest.mark.parametrize(("values", "kind"), [(["yes", "no"], pl.String), ([1.5, 2.0], pl.Float64)])
def test_predictions_keep_their_type(folder, values, kind):
    with StudyWriter.create(folder, {}) as writer:
        writer.add_predictions(pl.DataFrame({"row": [0, 1], "truth": values, "prediction": values}))

    predictions = StudyRecord.open(folder).predictions
    assert predictions["truth"].to_list() == values
    assert predictions.schema["prediction"] == kind


def test_an_unknown_column_is_refused_before_anything_is_written(folder):
    with StudyWriter.create(folder, {}) as writer, pytest.raises(ValueError, match="members has no column"):
        writer.add_members(pl.DataFrame({"gate": ["power"], "colour": ["red"]}))

    assert StudyRecord.open(folder).members.is_empty()


def test_a_reader_sees_each_finished_call_while_the_writer_goes_on(folder):
    writer = StudyWriter.create(folder, {})
    writer.put("seconds", 1)

    assert StudyRecord.open(folder).get("seconds") == 1
    assert StudyRecord.open(folder).status == "running"
    writer.close()


@pytest.mark.parametrize(("error", "status"), [(KeyboardInterrupt, "interrupted"), (RuntimeError, "failed")])
def test_a_run_that_is_cut_off_says_how(folder, error, status):
    with pytest.raises(error), StudyWriter.create(folder, {}):
        raise error

    assert StudyRecord.open(folder).status == status


def test_a_finished_run_stays_finished(folder):
    writer = StudyWriter.create(folder, {})
    writer.finish("complete")
    with pytest.raises(KeyboardInterrupt), writer:
        raise KeyboardInterrupt

    assert StudyRecord.open(folder).status == "complete"


def test_a_status_that_does_not_exist_is_refused(folder):
    with StudyWriter.create(folder, {}) as writer, pytest.raises(ValueError, match="status 'done' is not one of"):
        writer.finish("done")


def test_a_study_is_never_written_over(folder):
    written(folder)

    with pytest.raises(OptionError, match=r"holds a study already .*choose another one with --out"):
        StudyWriter.create(folder, {})
    assert StudyRecord.open(folder).meta == {"name": "study"}


def test_a_file_is_no_place_for_a_study(folder):
    folder.write_text("mine")

    with pytest.raises(OptionError, match=r"is a file. Expected a folder for the study"):
        StudyWriter.create(folder, {})
    assert folder.read_text() == "mine"


def test_a_folder_below_a_file_cannot_be_made(folder):
    folder.write_text("mine")

    with pytest.raises(OptionError, match=r"Cannot make the folder .*Not a directory"):
        StudyWriter.create(folder / "inner", {})


def test_creating_leaves_one_file(folder):
    assert [path.name for path in written(folder).iterdir()] == ["study.sqlite"]


def test_a_folder_that_is_not_there(folder):
    with pytest.raises(StudyError, match=r"study does not exist. Expected the folder of a study"):
        StudyRecord.open(folder)


def test_a_file_in_place_of_the_folder(folder):
    folder.write_text("")

    with pytest.raises(StudyError, match=r"study is a file. Expected the folder of a study"):
        StudyRecord.open(folder)


def test_a_folder_without_a_study(tmp_path):
    with pytest.raises(StudyError, match=r"holds no study: there is no study.sqlite in it"):
        StudyRecord.open(tmp_path)


def test_bytes_that_are_no_database(tmp_path):
    (tmp_path / "study.sqlite").write_bytes(b"\x00\x01 not a database" * 100)

    with pytest.raises(StudyError, match=r"study.sqlite cannot be read: file is not a database"):
        StudyRecord.open(tmp_path)


def test_a_database_of_something_else(tmp_path):
    with sqlite3.connect(tmp_path / "study.sqlite") as connection:
        connection.execute("CREATE TABLE documents (key TEXT, value TEXT)")
    connection.close()

    with pytest.raises(StudyError, match=r"is a database, but not one of wellfit"):
        StudyRecord.open(tmp_path)


def test_a_study_of_a_later_format(folder):
    with sqlite3.connect(written(folder) / "study.sqlite") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()

    with pytest.raises(StudyError, match=r"written by a newer wellfit: its format is 99"):
        StudyRecord.open(folder)


def test_a_document_that_is_no_json(folder):
    with sqlite3.connect(written(folder) / "study.sqlite") as connection:
        connection.execute("UPDATE documents SET value = '{'")
    connection.close()

    with pytest.raises(StudyError, match=r"cannot be read: .*damaged or not a study"):
        StudyRecord.open(folder)
