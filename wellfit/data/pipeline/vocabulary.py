"""Texts as word numbers: which words are known, and which of them stand where in each row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

# A run of letters, digits and inner apostrophes; scripts without spaces go character by character.
WORD = r"[\p{Han}\p{Hiragana}\p{Katakana}]|[\p{L}\p{M}\p{N}]+(?:'[\p{L}]+)?"
# Line breaks and emphasis of texts that were web pages are not words.
MARKUP = r"</?[a-z!][^<>]{0,60}>"
# Rows at a time: 5,000 reviews are about 1.2 million words, some tens of megabytes.
_ROWS = 5_000
# A word seen once in training tells nothing about the next row that has it.
LEAST_COUNT = 2


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """Word ids [tokens] of all rows one after another, -1 for an unknown word; row i has ids[starts[i]:starts[i+1]]."""

    ids: np.ndarray
    starts: np.ndarray


NO_TOKENS = Tokens(ids=np.zeros(0, np.int32), starts=np.zeros(1, np.int64))


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """The most frequent words of the text columns of the training rows, most frequent first."""

    columns: tuple[str, ...]
    words: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(set(self.words)) < len(self.words):
            raise ValueError("a word that occurs twice in the vocabulary")

    @classmethod
    def fit(cls, frame: pl.DataFrame, columns: Sequence[str], most: int) -> "Vocabulary":
        """The `most` frequent words of these columns; ties are ordered alphabetically."""
        counts = pl.concat([_counts(words) for words in split_words(frame, columns)])
        total = counts.group_by("word").agg(pl.col("rows").sum())
        total = total.filter(pl.col("rows") >= LEAST_COUNT).sort(["rows", "word"], descending=[True, False])
        return cls(columns=tuple(columns), words=tuple(total["word"].head(most).to_list()))

    def tokens(self, frame: pl.DataFrame) -> Tokens:
        """Every row's words as positions in this vocabulary."""
        levels = pl.Enum(self.words)
        ids, lengths = [np.zeros(0, np.int32)], [np.zeros(1, np.int64)]
        for words in split_words(frame, self.columns):
            codes = words.explode().drop_nulls().cast(levels, strict=False).to_physical()
            ids.append(codes.cast(pl.Int32).fill_null(-1).to_numpy())
            lengths.append(words.list.len().cast(pl.Int64).to_numpy())
        return Tokens(ids=np.concatenate(ids), starts=np.cumsum(np.concatenate(lengths)))


def split_words(frame: pl.DataFrame, columns: Sequence[str]) -> Iterator[pl.Series]:
    """Lists of lower-case words, a list a row, some thousand rows at a time.

    >>> [words.to_list() for words in split_words(pl.DataFrame({"t": ["Don't<br />STOP!"]}), ["t"])]
    [[["don't", 'stop']]]
    """
    joined = pl.concat_str([pl.col(name) for name in columns], separator=" ", ignore_nulls=True)
    for start in range(0, frame.height, _ROWS):
        text = frame.slice(start, _ROWS).select(joined.fill_null("").alias("word")).to_series()
        plain = text.str.to_lowercase().str.replace_all("’", "'", literal=True).str.replace_all(MARKUP, " ")
        yield plain.str.extract_all(WORD)


def _counts(words: pl.Series) -> pl.DataFrame:
    return words.explode().drop_nulls().value_counts(name="rows")
