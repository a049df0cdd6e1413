"""All encoders of one table together: raw rows in, blocks of numbers out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import polars as pl

from wellfit.data.pipeline.array import ArrayEncoder
from wellfit.data.pipeline.category_ids import CategoryIds
from wellfit.data.pipeline.dense import DenseBlock
from wellfit.data.pipeline.image import ImageEncoder
from wellfit.data.pipeline.plain import from_plain, to_plain
from wellfit.data.pipeline.prepare import Prepared, prepare
from wellfit.data.pipeline.sequence import fit_length, word_sequence
from wellfit.data.pipeline.target import TargetEncoder
from wellfit.data.pipeline.vocabulary import NO_TOKENS, Vocabulary
from wellfit.data.pipeline.windows import Windows
from wellfit.data.pipeline.word_pairs import WordPairs
from wellfit.data.pipeline.words import multi_hot
from wellfit.data.schema import Schema
from wellfit.data.task import Task
from wellfit.errors import DataError, StudyError

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    Block: TypeAlias = np.ndarray | csr_array

FORMAT = "wellfit-pipeline/1"


@dataclass(frozen=True, kw_only=True)
class Pipeline:
    """Fitted encoders of the columns and of the target; plain values, so that it is saved as JSON.

    Blocks, of which those exist that the columns call for: `dense` float32 [rows, features], `categories`
    int32 [rows, columns with many levels], which are in `dense` as well, `words` CSR float32 [rows, words],
    `pairs` CSR float32 [rows, pairs of words], `sequence` int32 [rows, length], `array` float32 [rows, ...],
    `image` uint8 [rows, height, width, channels], raw pixels.
    A vocabulary without columns stands for words that came encoded: no raw row can be made into them,
    and there is no sequence. Of a `series`, whose rows are laid out first, the blocks are `window` float32 [rows,
    steps, features], the target's own past before the columns, and `dense`: when the forecast is for.
    """

    schema: Schema
    target: TargetEncoder
    dense: DenseBlock
    ids: CategoryIds
    vocabulary: Vocabulary | None
    pairs: WordPairs
    length: int
    array: ArrayEncoder | None
    series: Windows | None = None
    image: ImageEncoder | None = None

    def __post_init__(self) -> None:
        if self.vocabulary is not None and self.length < 1 and self.vocabulary.columns:
            raise ValueError(f"word sequences of length {self.length}")
        unknown = set(self._encoded) - set(self.schema.names())
        if unknown:
            raise ValueError(f"encoders of columns {sorted(unknown)}, which the schema lacks or leaves out")

    @classmethod
    def fit(
        cls,
        frame: pl.DataFrame,
        schema: Schema,
        task: Task,
        *,
        words: int = 10_000,
        seed: int = 0,
        transform: str | None = None,
        series: Windows | None = None,
    ) -> "Pipeline":
        """All encoders fitted on `frame`, which must hold the training rows only, target included.

        `words` is the size of the vocabulary of text columns; `seed` draws the rows that quantiles are
        taken from in large tables; `transform` of a numeric target ("none" or "log1p") is chosen where it is
        not given; `series` says how laid-out rows become windows. Raises DataError where nothing is left to encode.

        >>> frame = pl.DataFrame({"width": [1.0, 2.0, 3.0, 2.0], "colour": ["red", "blue"] * 2, "y": [0, 1, 0, 1]})
        >>> from wellfit.data.schema import infer_schema
        >>> task = Task(kind="binary", target="y", classes=("0", "1"))
        >>> pipeline = Pipeline.fit(frame, infer_schema(frame, "y")[0], task)
        >>> pipeline.feature_names
        ['width', 'colour = blue', 'colour = red']
        >>> pipeline.encode(frame[[1]])["dense"].tolist()
        [[0.0, 1.0, 0.0]]
        """
        rows = prepare(frame, schema.used).frame
        texts, arrays = schema.names("text"), schema.names("array")
        vocabulary = Vocabulary.fit(rows, texts, words) if texts else None
        tokens = vocabulary.tokens(rows) if vocabulary else NO_TOKENS
        pipeline = cls(
            schema=schema,
            target=TargetEncoder.fit(frame[schema.target], task, transform),
            dense=DenseBlock.fit(rows, schema, seed),
            ids=CategoryIds.fit(rows, schema.names("categorical")),
            vocabulary=vocabulary,
            pairs=WordPairs.fit(tokens),
            length=fit_length(tokens) if vocabulary else 0,
            array=ArrayEncoder.fit(rows, arrays[0]) if arrays else None,
            series=series,
        )
        if not pipeline.shapes():
            raise DataError(
                f"Nothing is left to learn '{schema.target}' from; expected at least one column that can be encoded. "
                "Add columns, or name one of those left out to keep."
            )
        return pipeline

    @property
    def _encoded(self) -> tuple[str, ...]:
        columns = [name for encoder in self.dense.encoders for name in encoder.columns]
        columns += self.vocabulary.columns if self.vocabulary else ()
        return (*columns, *(one.name for one in (self.array, self.image) if one is not None))

    def prepare(self, frame: pl.DataFrame) -> Prepared:
        """Raw rows brought to the fitted columns and types; see `prepare` for what is reported and raised."""
        return prepare(frame, self.schema.used)

    def encode(self, frame: pl.DataFrame) -> "dict[str, Block]":
        """The blocks of raw rows, in their order; the target column may be absent.

        Of a series, those of laid-out rows, without the first ones, which lack a whole window before them.
        Raises DataError where columns are missing, and where words came encoded.
        """
        self._refuse_encoded_words()
        if self.series is not None:
            return dict(self.series.encode(frame, self.dense, self.target))
        rows = self.prepare(frame).frame
        blocks: dict[str, Block] = {}
        if self.dense.width:
            blocks["dense"] = self.dense.encode(rows)
        if self.ids.parts:
            blocks["categories"] = self.ids.encode(rows)
        if self.vocabulary is not None and self.vocabulary.words:
            tokens = self.vocabulary.tokens(rows)
            blocks["words"] = multi_hot(tokens, len(self.vocabulary.words))
            if self.pairs.firsts:
                blocks["pairs"] = multi_hot(self.pairs.tokens(tokens), len(self.pairs.firsts))
            blocks["sequence"] = word_sequence(tokens, self.length)
        if self.array is not None:
            blocks["array"] = self.array.encode(rows)
        if self.image is not None:
            blocks["image"] = self.image.encode(rows)
        return blocks

    def _refuse_encoded_words(self) -> None:
        if self.vocabulary is not None and not self.vocabulary.columns:
            raise DataError(
                "Raw rows cannot be encoded here, because the words of the training rows came as numbers; expected "
                "were encoded rows. Encode them as the training rows were, and give them to the Keras model."
            )

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape of one row of each block that `encode` gives."""
        if self.series is not None:
            return self.series.shapes(self.dense)
        shapes: dict[str, tuple[int, ...]] = {}
        if self.dense.width:
            shapes["dense"] = (self.dense.width,)
        if self.ids.parts:
            shapes["categories"] = (len(self.ids.parts),)
        if self.vocabulary is not None and self.vocabulary.words:
            shapes["words"] = (len(self.vocabulary.words),)
            if self.pairs.firsts:
                shapes["pairs"] = (len(self.pairs.firsts),)
            if self.length:
                shapes["sequence"] = (self.length,)
        if self.array is not None:
            shapes["array"] = self.array.shape
        if self.image is not None:
            shapes["image"] = self.image.shape
        return shapes

    @property
    def plain_width(self) -> int:
        """How many features the dense block has before its piecewise-linear steps, which repeat the numbers.

        `blocks["dense"][:, : pipeline.plain_width]` is what decision trees need: they cut the numbers themselves.
        """
        if self.series is not None:
            return len(self.series.calendar_names)
        return self.dense.plain_width

    @property
    def feature_names(self) -> list[str]:
        """Names of the features of the dense block, then of the words block."""
        if self.series is not None:
            return self.series.calendar_names
        words = self.vocabulary.words if self.vocabulary else ()
        return [*self.dense.feature_names, *(f"word {word}" for word in words)]

    def to_json(self) -> dict[str, Any]:
        """Plain values that `from_json` makes the same pipeline of."""
        return {"format": FORMAT, **to_plain(self)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Pipeline":
        """The pipeline that `to_json` was called on. Raises StudyError where anything does not fit."""
        if not isinstance(value, Mapping) or value.get("format") != FORMAT:
            found = value.get("format") if isinstance(value, Mapping) else type(value).__name__
            raise StudyError(
                f"This is no saved pipeline; expected the format {FORMAT}, received {found!r}. "
                "Use the pipeline.json that the study wrote, with the version of wellfit that wrote it."
            )
        # Pipelines that were saved before there were series or images do not say that they have none.
        stored = {"series": None, "image": None, **{key: item for key, item in value.items() if key != "format"}}
        return from_plain(cls, stored, "pipeline")
