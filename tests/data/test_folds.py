"""Folds: every development row is judged once, and nothing of a held-out row is known to the training of its fold."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import wellfit
from wellfit.data.dataset import Dataset
from wellfit.data.encoded import from_arrays
from wellfit.data.folds import with_folds
from wellfit.data.splits import Splits
from wellfit.errors import OptionError

ROWS = 240


def table(rows: int = ROWS, seed: int = 0) -> pl.DataFrame:
    """A column of each kind, with gaps, and words that few rows have."""
    random = np.random.default_rng(seed)
    text = [" ".join(random.choice([f"word{i}" for i in range(600)], 14)) for _ in range(rows)]
    return pl.DataFrame(
        {
            "size": np.where(random.random(rows) < 0.1, np.nan, random.lognormal(size=rows)),
            "colour": random.choice(["red", "blue", "green", "a rare one"], rows, p=[0.5, 0.3, 0.19, 0.01]),
            "note": text,
            "kind": random.choice(["a", "b", "c"], rows, p=[0.6, 0.3, 0.1]),
            "price": random.lognormal(size=rows),
        }
    )


def development(data: Dataset) -> np.ndarray:
    return np.sort(np.concatenate([data.splits.train, data.splits.validation, data.splits.selection]))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.integers(3, 12), st.sampled_from(["kind", "price"]))
def test_every_development_row_is_judged_once_by_networks_that_did_not_see_it(
    seed: int, folds: int, target: str
) -> None:
    data = wellfit.read(table(80).drop("note"), target=target)
    parts = with_folds(data, folds, seed=seed).folds
    judged = np.sort(np.concatenate([part.splits.selection for part in parts]))
    assert (np.diff(judged) > 0).all()
    assert np.isin(judged, development(data)).all()
    if target == "price":
        assert judged.tolist() == development(data).tolist()
    for part in parts:
        roles = [part.splits.train, part.splits.validation, part.splits.selection]
        together = np.concatenate(roles)
        assert len(np.unique(together)) == len(together)
        assert not np.isin(together, data.splits.test).any()
        assert len(part.splits.test) == 0
        assert all(map(len, roles))
    assert len({len(part.splits.train) for part in parts}) == 1
    assert len(parts[0].splits.train) >= (1 - 2 / folds) * len(development(data)) - folds


def test_the_parts_have_the_classes_in_equal_shares() -> None:
    data = wellfit.read("example:breast_cancer")
    shares = [float(data.target[part.splits.selection].mean()) for part in with_folds(data, 8).folds]
    assert max(shares) - min(shares) < 0.04


def test_the_same_seed_gives_the_same_folds() -> None:
    data = wellfit.read(table().drop("note"), target="kind")
    first, second, other = (with_folds(data, 5, seed=seed).folds[0].splits for seed in (1, 1, 2))
    assert first.selection.tolist() == second.selection.tolist() != other.selection.tolist()


def test_equal_rows_are_in_one_part_and_rows_of_rare_classes_train_everywhere() -> None:
    frame = pl.concat([table(), table()[:60]]).drop("note", "price")
    frame = frame.with_columns(pl.when(pl.int_range(pl.len()) < 2).then(pl.lit("rare")).otherwise("kind").alias("kind"))
    data = wellfit.read(frame, target="kind")
    parts = with_folds(data, 6).folds
    rows = data.raw.drop("kind")  # type: ignore[union-attr]
    for part in parts:
        seen = [
            set(rows[numbers].rows()) for numbers in (part.splits.train, part.splits.validation, part.splits.selection)
        ]
        assert not seen[0] & seen[1]
        assert not seen[0] & seen[2]
        assert not seen[1] & seen[2]
        rare = np.flatnonzero(data.target == data.task.classes.index("rare"))
        assert np.isin(rare[np.isin(rare, development(data))], part.splits.train).all()


@pytest.mark.parametrize("target", ["kind", "price"])
def test_nothing_of_a_held_out_row_is_in_what_its_fold_trains_on(target: str) -> None:
    data = wellfit.read(table(), target=target)
    parts = with_folds(data, 6).folds
    fold = parts[2]
    held = np.concatenate([fold.splits.validation, fold.splits.selection])
    # All that may differ of these rows differs wildly: numbers, categories, words, the number to predict.
    row = pl.int_range(pl.len())
    columns = {"size": 1e6 + row, "colour": pl.lit("blue"), "note": pl.lit("xyzzy " * 30), "price": 9.0 + row}
    mask = pl.Series(np.isin(np.arange(ROWS), held))
    assert data.raw is not None
    changed = data.raw.with_columns(
        pl.when(mask).then(value).otherwise(name).alias(name) for name, value in columns.items()
    )
    again = with_folds(replace(data, raw=changed), 6).folds[2]
    assert again.splits.train.tolist() == fold.splits.train.tolist()
    assert again.pipeline == fold.pipeline
    assert again.loss_unit == fold.loss_unit
    for name in fold.pipeline.shapes():
        ours, theirs = (part.blocks[name][part.splits.train] for part in (fold, again))
        width = fold.pipeline.shapes()[name][0]  # beyond it lies padding, as wide as other folds need it
        dense = [block if isinstance(block, np.ndarray) else block.toarray() for block in (ours, theirs)]
        assert (dense[0][:, :width] == dense[1][:, :width]).all()
        assert not dense[0][:, width:].any()
        assert not dense[1][:, width:].any()
    assert (again.target[fold.splits.train] == fold.target[fold.splits.train]).all()


def test_folds_have_their_own_encoders_one_shape_and_one_unit_of_loss() -> None:
    data = wellfit.read(table(), target="price")
    folded = with_folds(data, 6)
    assert len({part.pipeline.target.mean for part in folded.folds}) == 6
    assert {part.pipeline.target.transform for part in folded.folds} == {data.pipeline.target.transform}
    assert len({len(part.pipeline.vocabulary.words) for part in folded.folds}) > 1  # type: ignore[union-attr]
    assert all(part.shapes == folded.shapes for part in folded.folds)
    # The squared error of one wrong answer is the same number in every fold.
    right, wrong = pl.Series([1.0]), pl.Series([3.0])
    encoders = [part.pipeline.target for part in folded.folds]
    losses = [
        part.loss_unit * float(encoder.encode(wrong)[0] - encoder.encode(right)[0]) ** 2
        for part, encoder in zip(folded.folds, encoders, strict=True)
    ]
    own = float(data.pipeline.target.encode(wrong)[0] - data.pipeline.target.encode(right)[0]) ** 2
    np.testing.assert_allclose(losses, own, rtol=1e-5)


def test_arrays_as_they_are_are_only_parted() -> None:
    random = np.random.default_rng(3)
    x, y = random.normal(size=(60, 4)).astype(np.float32), np.arange(60) % 2
    train, validation, selection, test = np.split(np.arange(60), [30, 40, 50])
    data = from_arrays(
        {"dense": x},
        y,
        kind="binary",
        splits=Splits(train=train, validation=validation, selection=selection, test=test),
    )
    folded = with_folds(data, 5)
    assert all(part.blocks is data.blocks for part in folded.folds)
    assert sorted(np.concatenate([part.splits.selection for part in folded.folds])) == list(range(50))


def test_near_duplicates_among_images_are_in_one_part() -> None:
    rows, none = np.arange(60), np.zeros(0, np.int64)
    pixels = np.random.default_rng(0).integers(0, 256, (60, 2, 2, 1)).astype(np.uint8)
    splits = Splits(train=rows[:40], validation=rows[40:50], selection=rows[50:], test=none)
    data = from_arrays({"image": pixels}, rows % 2, kind="binary", splits=splits)
    assert data.images is not None
    groups = tuple(int(row) for row in rows // 4 * 7)  # rows 4i to 4i + 3 are alike
    data = replace(data, images=replace(data.images, groups=groups))
    for fold in with_folds(data, 5).folds:
        held = [set(np.array(groups)[fold.rows(name)]) for name in ("train", "validation", "selection")]
        assert not (held[0] & held[1])
        assert not (held[0] & held[2])
        assert not (held[1] & held[2])


@pytest.mark.parametrize("folds", [2, 40])
def test_a_number_of_folds_that_the_rows_do_not_bear(folds: int) -> None:
    data = wellfit.read(table(60).drop("note"), target="kind")
    with pytest.raises(OptionError, match=f"takes from 3 to {len(development(data)) // 2} folds, received {folds}"):
        with_folds(data, folds)


def test_a_table_too_large_to_be_encoded_anew() -> None:
    data = replace(wellfit.read(table(60).drop("note"), target="kind"), raw=None)
    with pytest.raises(OptionError, match="too many rows for folds"):
        with_folds(data, 5)
