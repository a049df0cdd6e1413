"""What every encoder of the dense block promises, for all of them."""

import json

import numpy as np
import polars as pl
import pytest

from wellfit.data.column import Column
from wellfit.data.pipeline.boolean import BooleanEncoder
from wellfit.data.pipeline.categorical import CategoryEncoder
from wellfit.data.pipeline.datetimes import DateEncoder
from wellfit.data.pipeline.dense import DenseBlock
from wellfit.data.pipeline.encoder import DenseEncoder
from wellfit.data.pipeline.numeric import NumericEncoder
from wellfit.data.pipeline.plain import from_plain, to_plain
from wellfit.data.pipeline.prepare import prepare
from wellfit.data.pipeline.short_text import ShortTextEncoder
from wellfit.data.pipeline.steps import StepEncoder

ROWS = 300
ENCODERS = (NumericEncoder, BooleanEncoder, CategoryEncoder, ShortTextEncoder, DateEncoder, StepEncoder)


def _names(random: np.random.Generator) -> list[str]:
    makers = random.choice(["ford", "Fiat", "honda"], ROWS)
    return [f"{maker} {number}" for maker, number in zip(makers, random.permutation(ROWS), strict=True)]


def _training() -> pl.DataFrame:
    random = np.random.default_rng(5)
    holes = random.random(ROWS) < 0.1
    frame = pl.DataFrame(
        {
            "NumericEncoder": random.lognormal(0, 3, ROWS) - 1,
            "BooleanEncoder": random.random(ROWS) < 0.3,
            "CategoryEncoder": random.choice(list("aaaabbbcd"), ROWS),
            "ShortTextEncoder": _names(random),
            "DateEncoder": pl.datetime_range(
                pl.datetime(2020, 1, 1), pl.datetime(2022, 1, 1), interval="1h", eager=True
            ).sample(ROWS, seed=1),
            "StepEncoder": random.normal(size=ROWS),
        }
    )
    return frame.with_columns(pl.when(~pl.lit(holes)).then(pl.all()))


# Values that no training row has: far off, unknown, missing.
STRANGE = {
    "NumericEncoder": [1e29, -1e29, None],
    "BooleanEncoder": [True, None, False],
    "CategoryEncoder": ["never seen", "", None],
    "ShortTextEncoder": ["trabant", "ford ford honda", None],
    "DateEncoder": ["9999-12-31", "0001-01-01", None],
    "StepEncoder": [1e29, -1e29, None],
}
KINDS = {
    "NumericEncoder": "numeric",
    "BooleanEncoder": "boolean",
    "CategoryEncoder": "categorical",
    "ShortTextEncoder": "short_text",
    "DateEncoder": "datetime",
    "StepEncoder": "numeric",
}


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    return _training()


def _strange(kind: type[DenseEncoder]) -> pl.DataFrame:
    name = kind.__name__
    return prepare(pl.DataFrame({name: STRANGE[name]}), (Column(name=name, kind=KINDS[name]),)).frame


def _encode(encoder: DenseEncoder, frame: pl.DataFrame) -> np.ndarray:
    out = np.full((frame.height, len(encoder.feature_names)), np.nan, np.float32)
    encoder.write(frame, out)
    return out


def test_every_encoder_of_the_dense_block_is_tested():
    block = DenseBlock.fit(pl.DataFrame({"a": [1.0]}), _empty_schema(), seed=0)
    assert {type(encoder) for encoder in block.encoders} == set(ENCODERS)


def _empty_schema():
    from wellfit.data.schema import Schema

    return Schema(target="y", columns=())


@pytest.mark.parametrize("kind", ENCODERS)
class TestContract:
    def test_fills_every_cell_of_its_part_with_finite_numbers(self, kind, frame):
        encoder = kind.fit(frame, [kind.__name__])
        features = _encode(encoder, frame)
        assert features.shape == (ROWS, len(encoder.feature_names))
        assert len(encoder.feature_names) > 0
        assert np.isfinite(features).all()

    def test_feature_names_are_different_and_name_the_column(self, kind, frame):
        names = kind.fit(frame, [kind.__name__]).feature_names
        assert len(set(names)) == len(names)
        assert all(name.startswith(kind.__name__) for name in names)

    def test_survives_json_unchanged(self, kind, frame):
        encoder = kind.fit(frame, [kind.__name__])
        again = from_plain(kind, json.loads(json.dumps(to_plain(encoder))), "test")
        assert again == encoder
        np.testing.assert_array_equal(_encode(again, frame), _encode(encoder, frame))

    def test_same_rows_give_the_same_encoder(self, kind, frame):
        assert kind.fit(frame, [kind.__name__]) == kind.fit(frame.clone(), [kind.__name__])

    def test_each_row_is_encoded_by_itself(self, kind, frame):
        encoder = kind.fit(frame, [kind.__name__])
        whole = _encode(encoder, frame)
        np.testing.assert_array_equal(_encode(encoder, frame.reverse()), whole[::-1])
        np.testing.assert_array_equal(_encode(encoder, frame[7:9]), whole[7:9])

    def test_unseen_and_missing_values_stay_finite_and_moderate(self, kind, frame):
        features = _encode(kind.fit(frame, [kind.__name__]), _strange(kind))
        assert np.isfinite(features).all()
        assert np.abs(features).max() < 25

    def test_missing_values_only_at_prediction(self, kind, frame):
        encoder = kind.fit(frame.drop_nulls(), [kind.__name__])
        assert not any(name.endswith("is missing") for name in encoder.feature_names)
        assert np.isfinite(_encode(encoder, _strange(kind))).all()

    def test_a_column_without_any_value_in_training(self, kind, frame):
        empty = frame.with_columns(pl.lit(None, dtype=frame[kind.__name__].dtype).alias(kind.__name__))
        encoder = kind.fit(empty, [kind.__name__])
        assert np.isfinite(_encode(encoder, frame)).all()

    def test_no_columns_no_features(self, kind, frame):
        encoder = kind.fit(frame, [])
        assert encoder.columns == ()
        assert encoder.feature_names == ()

    def test_no_rows_to_encode(self, kind, frame):
        encoder = kind.fit(frame, [kind.__name__])
        assert _encode(encoder, frame.clear()).shape == (0, len(encoder.feature_names))
