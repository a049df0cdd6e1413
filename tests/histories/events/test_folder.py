import pytest

from wellfit.errors import DataError, SourceError
from wellfit.histories.events import is_log, read_events


@pytest.mark.parametrize("how", ["simple", "content", "floats"])
def test_a_log_folder_as_keras_writes_it(how, log, overfitting):
    found = read_events(log(how=how))
    assert found.train_loss.tolist() == pytest.approx(overfitting["loss"])
    assert found.validation_loss.tolist() == pytest.approx(overfitting["val_loss"])
    assert found.epochs.tolist() == list(range(1, 21))
    assert found.metric == "accuracy"


@pytest.mark.parametrize("part", ["train", "validation"])
def test_one_of_the_folders_or_its_file_brings_the_other_along(part, log):
    folder = log() / part
    assert read_events(folder).validation_loss.size == 20
    assert read_events(next(folder.iterdir())).validation_loss.size == 20


def test_a_single_file_with_both_losses(events, tmp_path):
    path = events(tmp_path / "events.out.tfevents.1", {"Loss/train": [0.5, 0.4], "Loss/validation": [0.6, 0.5]})
    for place in (path, tmp_path):
        assert read_events(place).validation_loss.tolist() == pytest.approx([0.6, 0.5])


def test_measures_by_batch_are_left_out(events, log):
    folder = log()
    more = {"evaluation_loss_vs_iterations": [0.1] * 3, "batch_loss": [0.1] * 900}
    events(folder / "validation" / "events.out.tfevents.2", more)
    assert read_events(folder).epochs.size == 20


def test_every_other_epoch_as_keras_writes_it_with_update_freq_2(parts, tmp_path):
    for part in ("train", "validation"):
        (tmp_path / part).mkdir()
        steps = [parts["event"](step, parts["value"]("epoch_loss", 0.5, "floats")) for step in (1, 3, 5)]
        (tmp_path / part / "events.out.tfevents.1").write_bytes(parts["framed"](parts["version"], *steps))
    assert read_events(tmp_path).epochs.tolist() == [2, 4, 6]


def test_a_run_that_was_continued_has_several_files(events, log):
    folder = log()
    for part in ("train", "validation"):
        events(folder / part / "events.out.tfevents.2", {"epoch_loss": [0.1, 0.1]}, first=20)
    assert read_events(folder).epochs.tolist() == list(range(1, 23))


def test_a_folder_that_was_used_twice_is_refused(events, log):
    folder = log()
    events(folder / "train" / "events.out.tfevents.2", {"epoch_loss": [0.1, 0.1]})
    with pytest.raises(
        SourceError, match=r"holds more than one run: events.out.tfevents.2 writes 'epoch_loss' again at"
    ):
        read_events(folder)


def test_without_validation(log):
    with pytest.raises(DataError, match="has no validation loss"):
        read_events(log(validation=False))


def test_a_file_without_any_loss(events, tmp_path):
    with pytest.raises(DataError, match="holds no training loss"):
        read_events(events(tmp_path / "a.tfevents", {"learning": [0.1]}))


def test_what_is_a_log(log, tmp_path):
    folder = log()
    assert is_log(folder)
    assert is_log(folder / "train")
    assert not is_log(tmp_path)
    assert not is_log(tmp_path / "a.csv")
