"""Texts and pictures: the script's words, sequences and arrays are those of the study, row by row."""

import numpy as np
import polars as pl
import pytest

import wellfit
from wellfit.code.rows import rows_section
from wellfit.code.script import pictures_section
from wellfit.code.texts import texts_section

SOME = [
    "Don’t <br /> stop",
    "東京 is far",
    "a longer text of many different words, with more of them than others",
    "",
    "?",
]


def texts(rows=60):
    random = np.random.default_rng(4)
    words = [" ".join(random.choice(["one", "two", "three", "four", "five", "six", "seven"], 8)) for _ in range(rows)]
    return [f"{SOME[row % len(SOME)] if row % 3 == 0 else ''} {words[row]}" for row in range(rows)]


def folder(at):
    for row, text in enumerate(texts()):
        file = at / "texts" / ("good" if row % 2 else "bad") / f"{row:03}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(
            text.encode("cp1252" if row == 7 else "utf-8", errors="replace") + (b"\x93x" if row == 7 else b"")
        )
    return at / "texts", None


def two_columns(at):
    titles = [f"{text} about it all and some more" if row % 5 else "NA" for row, text in enumerate(texts())]
    frame = pl.DataFrame({"title": titles, "body": texts()[::-1], "y": [row % 2 for row in range(60)]})
    frame.write_csv(at / "a.tsv", separator="\t")
    return at / "a.tsv", "y"


def lists(at):
    frame = pl.DataFrame({"words": [text.split() for text in texts()], "y": [row % 2 for row in range(60)]})
    frame.write_parquet(at / "a.parquet")
    return at / "a.parquet", "y"


@pytest.mark.parametrize("make", [folder, two_columns, lists])
def test_words_and_sequences_are_those_of_the_study(make, tmp_path, executed):
    source, target = make(tmp_path)
    data = wellfit.read(source, target=target)
    pipeline = data.pipeline
    names = executed(
        rows_section(data.origin, data.task, []),
        texts_section(pipeline.vocabulary, pipeline.pairs, pipeline.length, ("words", "pairs", "sequence")),
    )
    words = names["split"](names["rows"]())
    known = names["vocabulary"](words[data.splits.train])
    assert tuple(known) == pipeline.vocabulary.words
    np.testing.assert_array_equal(names["multi_hot"](words, known), data.blocks["words"].toarray())
    often = names["frequent_pairs"](words[data.splits.train], known)
    assert often == pipeline.pairs.pairs
    np.testing.assert_array_equal(names["pair_hot"](words, known, often), data.blocks["pairs"].toarray())
    np.testing.assert_array_equal(names["sequences"](words, known), data.blocks["sequence"])


def saved(at):
    random = np.random.default_rng(0)
    np.savez(at / "a.npz", x=random.integers(0, 256, (40, 4, 5), np.uint8), y=random.integers(0, 2, 40))
    return at / "a.npz"


@pytest.mark.parametrize("make", [saved, lambda at: "example:digits"])
def test_pictures_are_those_of_the_study(make, tmp_path, executed):
    data = wellfit.read(make(tmp_path))
    names = executed(rows_section(data.origin, data.task, []), pictures_section(data.pipeline.array))
    np.testing.assert_array_equal(names["pictures"](names["rows"]()), data.blocks["array"])
