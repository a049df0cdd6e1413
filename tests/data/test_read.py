"""The whole data stage: from a source to a dataset, and what it says when there is nothing to learn from."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from wellfit.data.dataset import Dataset
from wellfit.data.read import read
from wellfit.errors import DataError, OptionError, SourceError

RANDOM = np.random.default_rng(0)
ROWS = 120


def frame(rows: int = ROWS) -> pl.DataFrame:
    random = np.random.default_rng(1)
    size = random.normal(size=rows)
    noise = random.normal(size=rows)
    return pl.DataFrame(
        {
            "id": np.arange(rows),
            "size": size,
            "colour": random.choice(["red", "green", "blue"], rows),
            "price": size * 2 + noise,
            "bought": np.where(size + noise > 0, "yes", "no"),
        }
    )


def kinds(data: Dataset) -> list[str]:
    return [finding.kind for finding in data.findings]


def test_a_table_becomes_blocks_target_and_splits() -> None:
    data = read(frame(), target="bought", name="shop")
    assert (data.name, data.task.kind, data.task.classes) == ("shop", "binary", ("no", "yes"))
    assert [(column.name, column.kind) for column in data.schema.columns] == [
        ("id", "identifier"),
        ("size", "numeric"),
        ("colour", "categorical"),
        ("price", "numeric"),
    ]
    assert set(data.blocks) == {"dense"}
    assert data.blocks["dense"].shape[0] == len(data.target) == ROWS
    assert data.target.dtype == np.float32
    assert data.target.tolist() == [float(label == "yes") for label in frame()["bought"]]


def test_encoders_know_only_the_training_rows() -> None:
    table = frame()
    first = read(table, target="bought")
    held_out = np.setdiff1d(np.arange(ROWS), first.rows("train"))
    other = table.with_columns(
        size=pl.Series(np.where(np.isin(np.arange(ROWS), held_out), 99.0, table["size"].to_numpy()))
    )
    second = read(other, target="bought")
    assert (first.rows("train") == second.rows("train")).all()
    assert first.pipeline == second.pipeline


def test_the_same_seed_gives_the_same_dataset_and_another_other_splits() -> None:
    first, again, other = (read(frame(), target="price", seed=seed) for seed in (1, 1, 2))
    assert (first.blocks["dense"] == again.blocks["dense"]).all()
    assert first.rows("test").tolist() == again.rows("test").tolist() != other.rows("test").tolist()
    assert first.findings == again.findings


@pytest.mark.parametrize(
    "name, kind, rows, blocks",
    [
        ("breast_cancer", "binary", 569, {"dense"}),
        ("iris", "multiclass", 150, {"dense"}),
        ("wine", "multiclass", 178, {"dense"}),
        ("digits", "multiclass", 1797, {"array"}),
        ("diabetes", "regression", 442, {"dense"}),
    ],
)
def test_examples(name: str, kind: str, rows: int, blocks: set[str]) -> None:
    data = read(f"example:{name}")
    assert (data.name, data.task.kind, len(data.target), set(data.blocks)) == (name, kind, rows, blocks)
    assert all(np.isfinite(block).all() for block in data.blocks.values())


def test_rows_without_a_target_are_left_out_with_a_finding() -> None:
    table = frame().with_columns(bought=pl.when(pl.col("id") % 40 == 0).then(None).otherwise("bought"))
    data = read(table, target="bought")
    assert len(data.target) == ROWS - 3
    (finding,) = [finding for finding in data.findings if finding.kind == "rows_without_target"]
    assert finding.sentence == "3 rows without a value of the target 'bought' left out."


def test_a_relabelled_target_is_left_out_unless_kept() -> None:
    table = frame().with_columns(paid=pl.col("bought") == "yes")
    data = read(table, target="bought")
    assert data.schema.column("paid").kind == "leak"
    assert "paid" not in " ".join(data.pipeline.feature_names)
    assert "leak" in kinds(data)
    assert read(table, target="bought", keep=["paid"]).schema.column("paid").kind == "boolean"


def test_columns_can_be_ignored() -> None:
    data = read(frame(), target="bought", ignore=iter(["price", "colour"]))
    assert data.schema.names() == ("size",)
    assert {data.schema.column(name).kind for name in ("price", "colour")} == {"ignored"}


def test_a_target_that_nobody_named_is_said() -> None:
    assert "target" in kinds(read(frame().rename({"bought": "Label"})))


def test_equal_rows_stay_together_although_an_identifier_tells_them_apart() -> None:
    table = pl.concat([frame(100), frame(100)]).with_columns(id=pl.Series(range(200)))
    data = read(table, target="bought")
    for name in ("train", "validation", "selection", "test"):
        rows = data.rows(name)
        assert set((rows + 100) % 200) == set(rows)
    assert "duplicates" in kinds(data)


def test_a_test_source_makes_the_test_split() -> None:
    own, test = frame(400)[:300], frame(400)[300:]
    data = read(own, target="bought", test=test)
    assert data.rows("test").tolist() == list(range(300, 400))
    assert data.target[300:].tolist() == [float(label == "yes") for label in test["bought"]]
    assert [len(data.rows(name)) for name in ("train", "validation", "selection")] == pytest.approx(
        [210, 45, 45], abs=2
    )


def test_a_test_source_that_differs_is_said() -> None:
    own, test = frame(400)[:300], frame(400)[300:].with_columns(size=pl.col("size") + 5)
    assert "shift" in kinds(read(own, target="bought", test=test))


def test_a_test_source_equal_to_the_training_rows_is_a_problem() -> None:
    data = read("example:iris", test="example:iris")
    (finding,) = [finding for finding in data.findings if finding.severity == "problem"]
    assert finding.sentence.startswith("150 of 150 training rows are equal to a row of the test source. They were kept")


def test_files_of_one_table_and_a_test_file(tmp_path: Path) -> None:
    table = frame(300)
    table[:100].write_csv(tmp_path / "a.csv")
    table[100:200].write_ndjson(tmp_path / "b.jsonl")
    table[200:].write_parquet(tmp_path / "c.parquet")
    data = read([tmp_path / "a.csv", tmp_path / "b.jsonl"], target="bought", test=tmp_path / "c.parquet")
    assert (len(data.target), len(data.rows("test"))) == (300, 100)
    assert data.target.tolist() == [float(label == "yes") for label in table["bought"]]


def test_arrays_and_their_target() -> None:
    x, y = RANDOM.normal(size=(60, 4)), RANDOM.integers(0, 3, 60)
    data = read((x, y))
    assert (data.task.kind, data.task.target, data.blocks["dense"].shape) == ("multiclass", "y", (60, 4))
    assert data.target.tolist() == y.tolist()


# --- nothing to learn from ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), 1e300])
@pytest.mark.parametrize("column", ["size", "price"])
def test_infinite_and_huge_numbers(value: float, column: str) -> None:
    table = frame().with_columns(pl.when(pl.col("id") == 5).then(value).otherwise(column).alias(column))
    with pytest.raises(DataError, match=f"'{column}' holds .*infinite or unusably large"):
        read(table, target="price")


def test_infinite_numbers_in_arrays() -> None:
    x = np.zeros((60, 2, 2))
    x[3] = np.inf
    with pytest.raises(DataError, match="The array 'x' holds 4 infinite or unusably large numbers"):
        read((x, np.arange(60) % 2))


def test_infinite_numbers_in_the_arrays_of_a_test_source() -> None:
    x, y = np.random.default_rng(0).normal(size=(60, 2, 2)), np.arange(60) % 2
    wrong = x.copy()
    wrong[3] = np.inf
    with pytest.raises(DataError, match="The array 'x' holds 4 infinite or unusably large numbers"):
        read((x, y), test=(wrong, y))


def test_cells_of_a_test_source_that_cannot_be_read_are_told() -> None:
    own = frame()
    test = own.with_columns(pl.when(pl.col("id") < 2).then(float("inf")).otherwise("size").alias("size"))
    found = [finding for finding in read(own, target="price", test=test).findings if "unreadable" in finding.kind]
    assert [(finding.kind, finding.severity, finding.sentence) for finding in found] == [
        (
            "unreadable_test_cells",
            "warning",
            "In the test source, 2 cells of column 'size' cannot be read as numeric, for example 'inf', and count as "
            "missing.",
        )
    ]


def test_constant_features_only() -> None:
    with pytest.raises(DataError, match=r"No column is left to learn 'y' from.*'a'.*holds a single value"):
        read({"a": [1] * 30, "b": ["x"] * 30, "y": [0, 1] * 15})


def test_the_target_alone() -> None:
    with pytest.raises(DataError, match=r"No column is left to learn 'y' from.*the target column"):
        read({"y": [0, 1] * 15})


def test_a_leak_alone() -> None:
    expected = (
        r"No column is left to learn 'y' from: 'a' \(is 'y' under another name\). Expected was at least one column "
        "that varies and is not the target under another name. Add columns, or name the ones to keep all the same."
    )
    with pytest.raises(DataError, match=expected):
        read({"a": ["no", "yes"] * 30, "y": [0, 1] * 30})


def test_one_class_only() -> None:
    with pytest.raises(
        DataError, match=r"The target 'bought' has the same value in all 120 rows: 'yes'. A task needs at"
    ):
        read(frame().with_columns(bought=pl.lit("yes")), target="bought")


def test_all_missing_target() -> None:
    with pytest.raises(DataError, match=r"Every value of the target 'bought' is missing. A target needs known values"):
        read(frame().with_columns(bought=pl.lit(None)), target="bought")


def test_unknown_target() -> None:
    with pytest.raises(
        OptionError, match=r"There is no column 'brought' .* Did you mean 'bought'\? Give --target one of"
    ):
        read(frame(), target="brought")


def test_unknown_task() -> None:
    with pytest.raises(
        OptionError, match=r"There is no task 'clustering'. The tasks are 'binary', 'multiclass', 'regress"
    ):
        read(frame(), target="bought", task="clustering")


def test_unknown_columns_to_ignore_or_keep() -> None:
    with pytest.raises(OptionError, match="There is no column 'sise' to leave out or to keep"):
        read(frame(), target="bought", ignore=["sise"])


def test_a_bad_seed() -> None:
    with pytest.raises(
        OptionError, match=r"The seed is -1; expected was a whole number from 0. Give --seed such a number."
    ):
        read(frame(), target="bought", seed=-1)


def test_one_row() -> None:
    with pytest.raises(
        DataError, match="There is 1 row in shop; expected were at least 20, to be parted into training"
    ):
        read(frame(1), target="bought", name="shop")


def test_few_rows() -> None:
    with pytest.raises(DataError, match="There are 12 rows in shop; expected were at least 20"):
        read(frame(12), target="bought", name="shop")


def test_few_rows_with_a_target() -> None:
    table = frame().with_columns(bought=pl.when(pl.col("id") < 12).then("bought"))
    with pytest.raises(
        DataError, match="There are 12 rows with a value of the target 'bought'; expected were at least"
    ):
        read(table, target="bought")


def test_mismatched_lengths() -> None:
    with pytest.raises(SourceError, match="x has 5 rows, y has 4"):
        read((np.zeros((5, 2)), np.zeros(4)))


def test_object_arrays_are_never_unpickled(tmp_path: Path) -> None:
    path = tmp_path / "evil.npz"
    np.savez(path, x=np.array([{"a": 1}] * 30, dtype=object), y=np.arange(30))
    with pytest.raises(SourceError, match="object"):
        read(path)
