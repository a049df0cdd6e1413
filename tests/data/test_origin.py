"""Where rows came from."""

import polars as pl
import pytest

import wellfit
from wellfit.data.origin import places


def test_files_in_the_order_of_their_rows(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("b.csv", "a.csv"):
        pl.DataFrame({"x": range(40), "y": [0, 1] * 20}).write_csv(name)
    assert places("*.csv") == (str(tmp_path / "a.csv"), str(tmp_path / "b.csv"))
    assert places(["b.csv", "example:iris"]) == (str(tmp_path / "b.csv"), "example:iris")


@pytest.mark.parametrize("source", [{"x": [1]}, ([[1]], [0]), [{"x": 1}], pl.DataFrame({"x": [1]}), []])
def test_rows_in_memory_have_no_place(source):
    assert places(source) == ()


def test_a_dataset_knows_its_sources_and_the_types_of_what_is_used(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id,x,y\n" + "\n".join(f"{i},{i % 7}.5,{'yn'[i % 2]}" for i in range(60)))
    data = wellfit.read(path, target="y")
    assert (data.origin.sources, data.origin.tests) == ((str(path),), None)
    assert data.origin.types == {"x": "Float64", "y": "String"}
    assert wellfit.read(path, target="y", test=path).origin.tests == (str(path),)


def test_a_frame_has_no_files():
    frame = pl.DataFrame({"x": range(40), "y": [0, 1] * 20})
    assert wellfit.read(frame, target="y", keep=["x"]).origin.sources == ()
