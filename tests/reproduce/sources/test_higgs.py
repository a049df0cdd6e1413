import gzip

import numpy as np
import pytest

from wellfit.errors import SourceError
from wellfit.reproduce.sources import higgs
from wellfit.reproduce.sources.higgs import read_collisions

ROW = ",".join(["1.0"] * 29) + "\n"


@pytest.mark.parametrize("name", ["higgs/higgs.csv.gz", "HIGGS.csv.gz"])
def test_the_last_eleventh_is_held_out_and_the_scale_is_that_of_the_others(tmp_path, write, said, name):
    write.collisions(tmp_path / name)
    x, target, train = read_collisions(tmp_path, said.append)
    assert (x.shape, target.tolist()[:4], train) == ((110, 28), [0, 1, 0, 1], 100)
    np.testing.assert_allclose(x[:100].mean(0), 0, atol=1e-5)
    np.testing.assert_allclose(x[:100].std(0), 1, atol=1e-5)
    assert np.abs(x[100:].mean(0)).max() > 0.05


def test_no_more_rows_are_read_than_the_experiment_takes(tmp_path, said):
    (tmp_path / "HIGGS.csv").write_text(ROW * 11_003 + "what is never read")
    _, target, train = read_collisions(tmp_path, said.append)
    assert (len(target), train) == (11_000, 10_000)


def test_a_column_that_never_changes_is_no_division_by_zero(tmp_path, said):
    (tmp_path / "higgs.csv").write_text(ROW * 22)
    assert np.abs(read_collisions(tmp_path, said.append).x).max() == 0


@pytest.mark.parametrize(
    "content, message",
    [
        (b"", "is not the HIGGS table"),
        (b"label,a,b\n1,2,3\n", "is not the HIGGS table"),
        (b"1,2,3\n0,1,2\n", "it has 2 rows of 3 values"),
        ((ROW * 3).replace("1.0", "nan", 1).encode(), "it has 3 rows of 29 values"),
        ((ROW * 3).replace("1.0", "2.0", 1).encode(), "its first column holds other values than 0 and 1"),
        (b"\xff\xfe\n", "is not the HIGGS table"),
    ],
)
@pytest.mark.filterwarnings("ignore:loadtxt")
def test_another_table_is_refused(tmp_path, said, content, message):
    (tmp_path / "higgs.csv").write_bytes(content)
    with pytest.raises(SourceError, match=message):
        read_collisions(tmp_path, said.append)


def test_a_cut_file_is_refused(tmp_path, said):
    (tmp_path / "HIGGS.csv.gz").write_bytes(gzip.compress((ROW * 50).encode())[:-12])
    with pytest.raises(SourceError, match=r"is not the HIGGS table: .* Download http://"):
        read_collisions(tmp_path, said.append)


def test_without_a_folder_the_first_rows_are_downloaded(tmp_path, monkeypatch, said):
    """From an address that is a file here; of a stream that ends in the middle, as a download that is left early."""
    whole = tmp_path / "whole.csv.gz"
    whole.write_bytes(gzip.compress((ROW * 11_200).encode()))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setattr(higgs, "HIGGS", replace_address(higgs.HIGGS, whole.as_uri()))
    assert len(read_collisions(None, said.append).target) == 11_000
    assert said == [f"Downloading the first 11,000 rows of the HIGGS collisions from {whole.as_uri()}."]
    kept = tmp_path / "keras" / "datasets" / "HIGGS-11000.csv.gz"
    assert gzip.decompress(kept.read_bytes()).count(b"\n") == 11_000
    assert len(read_collisions(None, said.append).target) == 11_000
    assert len(said) == 1


def replace_address(wanted, address):
    return type(wanted)(title=wanted.title, names=wanted.names, address=address)
