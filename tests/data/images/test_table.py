"""Tables that name image files."""

import polars as pl
import pytest

import wellfit
from wellfit.errors import DataError, OptionError


@pytest.fixture
def listed(tmp_path, save):
    """A csv of 24 images beside a folder of them, with a column that is neither."""
    names = [f"images/{row:02}.png" for row in range(24)]
    save(tmp_path, names)
    frame = pl.DataFrame({"file": names, "animal": ["cat", "dog"] * 12, "weight": [3.5 + row for row in range(24)]})
    frame.write_csv(tmp_path / "labels.csv")
    return tmp_path / "labels.csv"


def sentences(data):
    return {finding.kind: finding.sentence for finding in data.findings}


def test_paths_and_labels(listed):
    data = wellfit.read(listed, target="animal")
    assert (data.name, data.task.kind, data.task.classes) == ("labels", "binary", ("cat", "dog"))
    assert data.shapes == {"image": (40, 48, 3)}
    assert data.images.files[:2] == ("images/00.png", "images/01.png")
    assert data.target.tolist() == [0.0, 1.0] * 12
    assert data.schema.names() == ("file",)
    assert data.origin.sources == (str(listed),)
    assert dict(data.origin.types) == {"file": "String", "animal": "String"}
    assert "The images that 'file' names are what is learned from; 'weight' left out" in sentences(data)["not_an_image"]


def test_numbers_are_a_regression(listed):
    data = wellfit.read(listed, target="weight")
    assert data.task.kind == "regression"
    assert data.pipeline.target.decode(data.target).tolist() == pytest.approx([3.5 + row for row in range(24)])


def test_the_other_one_of_two_columns_is_the_target(listed):
    frame = (
        pl.read_csv(listed)
        .drop("weight")
        .with_columns(pl.col("file").map_elements(lambda name: str(listed.parent / name)))
    )
    assert wellfit.read(frame).task.target == "animal"  # a frame in memory, with absolute paths


def test_a_row_that_lacks_something_is_left_out_and_a_missing_file_is_broken(listed):
    frame = pl.read_csv(listed).with_columns(
        file=pl.Series([None, "images/gone.png", *pl.read_csv(listed)["file"][2:]]),
        animal=pl.Series(["cat", "dog", None, *pl.read_csv(listed)["animal"][3:]]),
    )
    frame.write_csv(listed)
    data = wellfit.read(listed, target="animal")
    assert len(data.target) == 21
    assert sentences(data)["rows_without_target"].startswith("2 rows without a path or without a value")
    assert "'images/gone.png': No such file or directory" in sentences(data)["broken_images"]


def test_a_test_table_of_ones_own(listed, save):
    save(listed.parent, [f"later/{row}.png" for row in range(5)], first=50)
    labels = ["cat", "dog", "cat", "dog", "bird"]
    frame = pl.DataFrame({"animal": labels, "file": [f"later/{row}.png" for row in range(5)]})
    frame.write_csv(listed.parent / "test.csv")
    data = wellfit.read(listed, target="animal", test=listed.parent / "test.csv")
    assert [data.images.files[row] for row in data.rows("test")] == [f"later/{row}.png" for row in range(4)]
    assert "1 image of the validation or test images left out" in sentences(data)["unseen_test_labels"]
    frame.drop("animal").write_csv(listed.parent / "test.csv")
    with pytest.raises(DataError, match="test lacks 1 column of the training source: 'animal'"):
        wellfit.read(listed, target="animal", test=listed.parent / "test.csv")


def test_names_of_images_that_are_not_there(listed):
    frame = pl.read_csv(listed).with_columns(pl.lit("nowhere/").add(pl.col("file")).alias("file"))
    frame.write_csv(listed)
    assert wellfit.read(listed, target="animal").shapes.keys() == {"dense"}  # a name among other columns
    frame.drop("weight").write_csv(listed)
    with pytest.raises(DataError, match="None of the images that the column 'file' names is there: 'nowhere/images/00"):
        wellfit.read(listed, target="animal")


def test_the_images_can_be_left_out(listed):
    assert wellfit.read(listed, target="animal", ignore=["file"]).shapes.keys() == {"dense"}


def test_the_target_has_to_be_named_where_there_are_several(listed):
    with pytest.raises(OptionError, match="No target column was named"):
        wellfit.read(listed)


def test_a_column_to_leave_out_that_does_not_exist_is_named(listed):
    with pytest.raises(OptionError, match="There is no column 'wieght' to leave out or to keep"):
        wellfit.read(listed, target="animal", ignore=["wieght"])
