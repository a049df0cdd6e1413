"""Arrays that were encoded elsewhere become a dataset as they are."""

import json

import numpy as np
import polars as pl
import pytest
import scipy.sparse

from wellfit.data.encoded import from_arrays
from wellfit.data.pipeline import Pipeline
from wellfit.data.splits import Splits
from wellfit.errors import DataError

DENSE = np.array([[1.5, -2.0], [0.0, 3e8], [7.0, 0.25], [1.0, 1.0]], np.float32)
WORDS = scipy.sparse.csr_array(np.array([[0, 0.5, 0], [1, 0, 0], [0, 0, 0], [2, 0, 1]], np.float32))
ARRAY = np.arange(24, dtype=np.float32).reshape(4, 3, 2)

IMAGE = np.arange(4 * 5 * 6 * 3, dtype=np.uint16).astype(np.uint8).reshape(4, 5, 6, 3)


def splits(train=(0, 1), validation=(2, 3), selection=(), test=()):
    named = {"train": train, "validation": validation, "selection": selection, "test": test}
    return Splits(**{name: np.array(rows, np.int64) for name, rows in named.items()})


def test_blocks_and_target_stay_as_they_are():
    data = from_arrays(
        {"dense": DENSE, "words": WORDS, "array": ARRAY}, np.arange(4) % 2, kind="binary", splits=splits()
    )
    assert (data.blocks["dense"] == DENSE).all()
    assert (data.blocks["words"].toarray() == WORDS.toarray()).all()
    assert (data.blocks["array"] == ARRAY).all()
    assert data.target.tolist() == [0, 1, 0, 1]
    assert data.target.dtype == np.float32
    assert data.pipeline.shapes() == {"dense": (2,), "words": (3,), "array": (3, 2)}
    assert data.features == 2 + 3 + 6
    assert data.rows("selection").tolist() == []


def test_word_ids_stay_whole_numbers():
    ids = np.array([[1, 4, 0], [2, 0, 0], [1, 1, 3], [5, 0, 0]], np.int64)
    data = from_arrays({"sequence": ids}, np.arange(4) % 2, kind="binary", splits=splits())
    assert data.blocks["sequence"].dtype == np.int32
    assert data.blocks["sequence"].tolist() == ids.tolist()
    assert data.shapes == {"sequence": (3,)}


def test_raw_rows_are_encoded_as_they_are():
    data = from_arrays({"dense": DENSE, "array": ARRAY}, np.arange(4.0), kind="regression", splits=splits())
    raw = pl.DataFrame(
        {"x_0": DENSE[:, 0], "x_1": DENSE[:, 1], "array": pl.Series(ARRAY, dtype=pl.Array(pl.Float32, (3, 2)))}
    )
    encoded = data.pipeline.encode(raw)
    assert (encoded["dense"] == DENSE).all()
    assert (encoded["array"] == ARRAY).all()


def test_a_regression_stays_in_its_own_units():
    data = from_arrays({"dense": DENSE}, np.array([10.0, -3e6, 25.0, 0.0]), kind="regression", splits=splits())
    target = data.pipeline.target
    assert target.decode(data.target).tolist() == [10.0, -3e6, 25.0, 0.0]
    assert target.encode(pl.Series([10.0, 7e7])).tolist() == [10.0, 7e7]
    assert data.task.classes == ()


def test_pixels_stay_bytes_and_have_a_key():
    data = from_arrays({"image": IMAGE}, np.arange(4) % 2, kind="binary", splits=splits())
    assert data.blocks["image"] is IMAGE
    assert (data.shapes, data.pipeline.shapes()) == ({"image": (5, 6, 3)}, {"image": (5, 6, 3)})
    assert data.images.files == ("image 0", "image 1", "image 2", "image 3")
    assert from_arrays({"dense": DENSE}, np.arange(4) % 2, kind="binary", splits=splits()).images is None
    raw = pl.DataFrame({"image": pl.Series(IMAGE, dtype=pl.Array(pl.UInt8, (5, 6, 3)))})
    again = Pipeline.from_json(json.loads(json.dumps(data.pipeline.to_json())))
    np.testing.assert_array_equal(again.encode(raw)["image"], IMAGE)


def test_classes_are_numbered_or_named():
    target = np.array([0, 2, 1, 2], np.int64)
    numbered = from_arrays({"dense": DENSE}, target, kind="multiclass", splits=splits())
    assert (numbered.task.classes, numbered.task.outputs) == (("0", "1", "2"), 3)
    assert numbered.target.dtype == np.int32
    named = from_arrays({"dense": DENSE}, target, kind="multiclass", splits=splits(), classes=["a", "b", "c", "d"])
    assert named.task.outputs == 4
    assert named.pipeline.target.labels(named.target) == ["a", "c", "b", "c"]


def test_words_that_came_encoded_are_saved_and_refuse_raw_rows():
    data = from_arrays({"words": WORDS}, np.arange(4) % 2, kind="binary", splits=splits())
    assert data.pipeline.shapes() == {"words": (3,)}
    again = Pipeline.from_json(json.loads(json.dumps(data.pipeline.to_json())))
    assert again == data.pipeline
    with pytest.raises(DataError, match=r"Raw rows cannot be encoded here.*give them to the Keras model"):
        again.encode(pl.DataFrame({"text": ["a"]}))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"blocks": {}}, "There is no block to learn from; expected one or more of dense, words, sequence, array"),
        (
            {"blocks": {"pixels": ARRAY}},
            r"The block 'pixels' is an array of shape \(4, 3, 2\); expected were blocks among",
        ),
        ({"blocks": {"dense": ARRAY}}, r"The block 'dense' is an array of shape \(4, 3, 2\).*dense \[rows, features\]"),
        ({"blocks": {"image": ARRAY}}, r"The block 'image' is .*image \[rows, height, width, 1 or 3\], uint8"),
        ({"blocks": {"image": IMAGE[..., :2]}}, "The block 'image' is an array of shape"),
        ({"blocks": {"dense": WORDS}}, "The block 'dense' is a sparse array"),
        (
            {"blocks": {"sequence": DENSE}},
            r"The block 'sequence' is an array of shape .*sequence \[rows, length\], whole",
        ),
        ({"blocks": {"words": DENSE}}, r"The block 'words' is an array of shape \(4, 2\)"),
        ({"blocks": {"dense": DENSE * np.nan}}, "The block 'dense' holds missing or infinite numbers"),
        ({"blocks": {"dense": DENSE[:3]}}, r"need the same rows; received dense 3, target 4"),
        ({"target": np.zeros((4, 1))}, r"the target of shape \(4, 1\)"),
        ({"splits": splits(train=(0, 2))}, "The splits name a row twice, or one that is not there; .* 0 to 3"),
        ({"splits": splits(validation=(4,))}, "one that is not there"),
        (
            {"target": np.array([0, 1, 2, 1])},
            "The target of a binary task holds 0, 1, 2; expected class numbers from 0 to 1",
        ),
        ({"target": np.array([0.5, 1, 0, 1]), "kind": "multiclass"}, "expected class numbers from 0 to 1"),
        ({"target": np.array([np.inf, 1, 0, 1]), "kind": "regression"}, "The target holds missing or infinite numbers"),
        ({"classes": ["one"]}, "There are 1 names of classes for 2 classes"),
    ],
)
def test_what_does_not_fit_is_refused(changed, message):
    given = {"blocks": {"dense": DENSE}, "target": np.arange(4) % 2, "kind": "binary", "splits": splits()} | changed
    with pytest.raises(DataError, match=message):
        from_arrays(given.pop("blocks"), given.pop("target"), **given)
