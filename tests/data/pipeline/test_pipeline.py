import copy
import json

import numpy as np
import polars as pl
import pytest

from wellfit.data.pipeline import Pipeline
from wellfit.data.schema import infer_schema
from wellfit.data.task import Task
from wellfit.errors import DataError, StudyError

ROWS = 240
TASK = Task(kind="binary", target="y", classes=("no", "yes"))


def _frame(seed: int = 0) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    vocabulary = np.array(["good", "bad", "film", "plot", "music", "scene", "actor", "ending"])
    return pl.DataFrame(
        {
            "row": np.arange(ROWS),
            "unit": ["kg"] * ROWS,
            "amount": random.lognormal(3, 1, ROWS),
            "size": random.normal(size=ROWS),
            "colour": random.choice(["red", "green", "blue"], ROWS),
            "paid": random.random(ROWS) < 0.5,
            "day": pl.date_range(pl.date(2020, 1, 1), pl.date(2020, 8, 27), eager=True),
            "name": [f"{maker} {i}" for i, maker in enumerate(random.choice(["ford", "fiat"], ROWS))],
            "review": [" ".join(random.choice(vocabulary, 9)) + f" {i}" for i in range(ROWS)],
            "pixels": random.integers(0, 255, (ROWS, 3, 2)).astype(np.uint8),
            "y": random.choice(["no", "yes"], ROWS),
        }
    )


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    return _frame()


@pytest.fixture(scope="module")
def pipeline(frame: pl.DataFrame) -> Pipeline:
    return Pipeline.fit(frame, infer_schema(frame, "y")[0], TASK)


def test_all_kinds_of_columns_give_all_blocks(frame, pipeline):
    blocks = pipeline.encode(frame)
    assert pipeline.schema.names("identifier", "constant") == ("row", "unit")
    assert {name: block.shape[1:] for name, block in blocks.items()} == pipeline.shapes()
    assert all(block.shape[0] == ROWS for block in blocks.values())
    assert {name: str(block.dtype) for name, block in blocks.items()} == {
        "dense": "float32",
        "words": "float32",
        "pairs": "float32",
        "sequence": "int32",
        "array": "float32",
    }
    assert np.isfinite(blocks["dense"]).all()


def test_feature_names_belong_to_dense_then_words(pipeline):
    shapes = pipeline.shapes()
    names = pipeline.feature_names
    assert len(names) == shapes["dense"][0] + shapes["words"][0]
    assert names[:2] == ["amount", "size"]
    assert "word good" in names[shapes["dense"][0] :]


def test_steps_come_last_in_the_dense_block(pipeline):
    names = pipeline.feature_names[: pipeline.shapes()["dense"][0]]
    assert all(" from " in name for name in names[pipeline.plain_width :])
    assert not any(" from " in name for name in names[: pipeline.plain_width])
    assert pipeline.plain_width < len(names)


def test_json_gives_the_same_pipeline(frame, pipeline):
    text = json.dumps(pipeline.to_json(), allow_nan=False)
    again = Pipeline.from_json(json.loads(text))
    assert again == pipeline
    assert json.dumps(again.to_json()) == text
    for name, block in pipeline.encode(frame).items():
        other = again.encode(frame)[name]
        assert (block != other).nnz == 0 if name in ("words", "pairs") else np.array_equal(block, other)


def test_fitted_on_the_rows_given_and_no_others(frame):
    schema, _ = infer_schema(frame, "y")
    first = Pipeline.fit(frame[:160], schema, TASK)
    changed = pl.concat([frame[:160], _frame(seed=1)[160:]])
    assert Pipeline.fit(changed[:160], schema, TASK) == first


def test_new_rows_without_target_and_with_other_types(frame, pipeline):
    raw = frame.drop("y", "row", "unit").with_columns(pl.col("amount", "paid", "day").cast(pl.String))
    for name, block in pipeline.encode(frame).items():
        other = pipeline.encode(raw)[name]
        assert abs(block - other).max() < 1e-6, name


def test_rows_with_nothing_in_them(frame, pipeline):
    empty = frame.drop("y").clear(2)
    blocks = pipeline.encode(empty)
    assert np.isfinite(blocks["dense"]).all()
    assert blocks["words"].nnz == 0
    assert (blocks["sequence"] == 0).all()
    assert (blocks["array"] == 0).all()


def test_missing_columns_are_named(frame, pipeline):
    with pytest.raises(DataError, match="lack 1 column of the training rows: 'size'"):
        pipeline.encode(frame.drop("size"))


def test_text_alone_has_no_dense_block():
    frame = pl.DataFrame({"t": ["good film with a plot and an actor"] * 9 + ["bad"], "y": ["no", "yes"] * 5})
    frame = frame.with_columns(pl.col("t") + pl.int_range(10).cast(pl.String))
    schema, _ = infer_schema(frame, "y")
    assert set(Pipeline.fit(frame, schema, TASK).shapes()) == {"words", "pairs", "sequence"}


def test_the_size_of_the_vocabulary_can_be_chosen(frame):
    pipeline = Pipeline.fit(frame, infer_schema(frame, "y")[0], TASK, words=3)
    assert pipeline.shapes()["words"] == (3,)


def test_texts_without_a_repeated_word_are_nothing_to_learn_from():
    words = ["ab", "cd", "ef", "gh"]
    frame = pl.DataFrame({"t": [f"{w}{i}x" for i, w in enumerate(words)], "y": ["no", "yes"] * 2})
    schema, _ = infer_schema(frame, "y")
    with pytest.raises(DataError, match="Nothing is left to learn 'y' from; expected at least one column"):
        Pipeline.fit(frame, schema, TASK)


def test_a_file_that_is_no_pipeline_is_refused():
    with pytest.raises(StudyError, match=r"no saved pipeline; expected the format wellfit-pipeline/1, received 'x/2'"):
        Pipeline.from_json({"format": "x/2"})


def _damaged(plain: dict, path: list, value: object) -> dict:
    plain = copy.deepcopy(plain)
    place = plain
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return plain


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["target", "kind"], "ranking", r"at pipeline\.target, expected values that fit together"),
        (["dense", "numeric", "parts", 0, "deviation"], 0, r"at pipeline\.dense\.numeric\.parts\[0\]"),
        (["dense", "numeric", "parts", 0, "name"], "nowhere", r"encoders of columns \['nowhere'\]"),
        (["dense", "steps", "parts", 0, "edges"], [1, 0], r"at pipeline\.dense\.steps\.parts\[0\]"),
        (["dense"], None, r"at pipeline\.dense, expected an object, received None"),
        (["vocabulary", "words"], ["a", "a"], "a word that occurs twice"),
        (["length"], 0, "word sequences of length 0"),
        (["array", "shape"], [3, -2], "expected values that fit together"),
        (["schema", "columns", 2, "kind"], "magic", "unknown kind of column 'magic'"),
        (["schema", "columns", 2, "layout"], "%Q", "unknown layout of dates '%Q'"),
    ],
)
def test_a_damaged_pipeline_is_refused(pipeline, path, value, message):
    with pytest.raises(StudyError, match=message):
        Pipeline.from_json(_damaged(pipeline.to_json(), path, value))
