import gzip

import pytest

from wellfit.errors import DataError, SourceError
from wellfit.histories.csv_file import read_csv

GOOD = "epoch,accuracy,loss,val_accuracy,val_loss\n0,0.5,0.7,0.5,0.71\n1,0.6,0.5,0.55,0.6\n2,0.7,0.4,0.56,0.62\n"


@pytest.fixture
def read(tmp_path):
    def go(text):
        path = tmp_path / "log.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_csv(path)

    return go


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_what_csv_logger_writes(read, separator):
    found = read(GOOD.replace(",", separator))
    assert found.train_loss.tolist() == [0.7, 0.5, 0.4]
    assert found.validation_loss.tolist() == [0.71, 0.6, 0.62]
    assert found.epochs.tolist() == [1, 2, 3]
    assert found.metric == "accuracy"


def test_packed_files_and_windows_lines(read):
    assert read(gzip.compress(GOOD.replace("\n", "\r\n").encode())).epochs.tolist() == [1, 2, 3]


def test_epochs_that_were_not_validated_say_na(read):
    assert read(GOOD + "3,0.7,0.3,NA,NA\n4,0.8,0.2,0.6,0.7\n").epochs.tolist() == [1, 2, 3, 5]


def test_a_column_that_is_no_number_does_not_matter(read):
    assert read("epoch,loss,val_loss,lr\n0,1,1,fast\n1,0.5,1,slow\n").train_loss.tolist() == [1, 0.5]


def test_a_diverged_run(read):
    assert read("epoch,loss,val_loss\n0,1,1\n1,nan,nan\n2,nan,nan\n").failed


BAD = {
    "empty": ("", "is empty"),
    "blank": (" \n\n", "is empty"),
    "a header alone": ("epoch,loss,val_loss\n", "has a header and no epoch below it"),
    "no header": ("0,0.5,0.6\n1,0.4,0.5\n", "is no log of a training: its first line is '0,0.5,0.6'"),
    "one column": ("hello\nworld\n", "is no log of a training"),
    "a column twice": ("epoch,loss,loss,val_loss\n0,1,1,1\n1,1,1,1\n", "has several columns of one name: 'loss'"),
    "cut off": (GOOD + "3,0.7,0.3\n", "is cut off or damaged: line 5 has 3 values, the header 5"),
    "a word for a loss": (GOOD.replace("0.62", "high"), "'high' as 'val_loss' in line 4"),
    "binary": (bytes(range(256)), "cannot be read as text"),
    "two runs": (GOOD + GOOD.split("\n", 1)[1], "holds more than one run: its epochs begin again at 0 in line 5"),
    "an unclosed quote": ('epoch,loss,val_loss\n0,"1,1\n', "is cut off or damaged"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_log_is_refused(case, read):
    text, said = BAD[case]
    with pytest.raises(SourceError) as refused:
        read(text)
    assert said in str(refused.value)


def test_without_validation_csv_logger_writes_na_throughout(read):
    with pytest.raises(DataError, match="has no validation loss"):
        read("epoch,loss,val_loss\n0,0.7,NA\n1,0.5,NA\n")
