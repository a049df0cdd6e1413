"""Pairs of neighbouring words: counted within rows, in training rows alone, and kept sparse."""

import itertools
import json

import numpy as np
import polars as pl
import pytest
import scipy.sparse

import wellfit
from wellfit.data.folds import with_folds
from wellfit.data.pipeline import word_pairs
from wellfit.data.pipeline.plain import from_plain, to_plain
from wellfit.data.pipeline.vocabulary import NO_TOKENS, Tokens
from wellfit.data.pipeline.word_pairs import WordPairs


def tokens(*rows):
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
    return Tokens(ids=np.array([word for row in rows for word in row], np.int32), starts=starts)


def test_the_most_frequent_first_then_in_the_order_of_the_vocabulary():
    rows = tokens([2, 1, 2, 1], [0, 1, 0, 1], [2, 1])
    assert WordPairs.fit(rows).pairs == [(2, 1), (0, 1)]
    assert WordPairs.fit(rows, most=1).pairs == [(2, 1)]


def test_neither_the_end_of_a_row_nor_an_unknown_word_makes_a_pair():
    assert WordPairs.fit(tokens([0], [1], [0], [1])).pairs == []
    assert WordPairs.fit(tokens([0, -1, 1], [0, -1, 1])).pairs == []
    assert WordPairs.fit(tokens([], [0, 1], [], [0, 1], [])).pairs == [(0, 1)]


def test_each_word_has_the_pair_that_it_begins():
    pairs = WordPairs(firsts=(2, 0), seconds=(1, 2))
    found = pairs.tokens(tokens([0, 2, 1, 0], [], [2], [2, 1, -1]))
    assert found.ids.tolist() == [1, 0, -1, -1, -1, 0, -1, -1]
    assert found.starts.tolist() == [0, 4, 4, 5, 8]


def test_without_words_or_pairs_there_are_none():
    assert WordPairs.fit(NO_TOKENS).pairs == []
    assert WordPairs(firsts=(), seconds=()).tokens(tokens([0, 1])).ids.tolist() == [-1, -1]
    assert WordPairs(firsts=(0,), seconds=(1,)).tokens(NO_TOKENS).ids.tolist() == []


def test_very_many_words_are_counted_in_some_of_the_rows(monkeypatch):
    monkeypatch.setattr(word_pairs, "_MOST_TOKENS", 8)
    assert WordPairs.fit(tokens([0, 1], [2, 3], [0, 1], [2, 3], [0, 1], [2, 3])).pairs == [(0, 1)]


@pytest.mark.parametrize(("firsts", "seconds"), [((0,), ()), ((0, 0), (1, 1)), ((-1,), (1,))])
def test_pairs_that_are_none_are_refused(firsts, seconds):
    with pytest.raises(ValueError, match="pair"):
        WordPairs(firsts=firsts, seconds=seconds)


def test_they_survive_json():
    pairs = WordPairs(firsts=(2, 0), seconds=(1, 2))
    assert from_plain(WordPairs, json.loads(json.dumps(to_plain(pairs))), "test") == pairs


@pytest.fixture(scope="module")
def texts():
    random = np.random.default_rng(0)
    rows = [" ".join(random.choice([f"word{i}" for i in range(6)], 7)) for _ in range(60)]
    return wellfit.read(pl.DataFrame({"text": rows, "size": range(60), "y": np.arange(60) % 2}), target="y")


def test_only_training_rows_are_counted_in_each_fold_as_well(texts):
    folded = with_folds(texts, 4)
    for part in (texts, *folded.folds):
        words, pairs = part.pipeline.vocabulary, part.pipeline.pairs
        assert pairs == WordPairs.fit(words.tokens(texts.raw[part.rows("train")]))
        assert scipy.sparse.issparse(part.blocks["pairs"])
    assert folded.shapes["pairs"][0] == max(len(fold.pipeline.pairs.firsts) for fold in (texts, *folded.folds))


def test_the_block_tells_which_pairs_a_row_has(texts):
    words, pairs = texts.pipeline.vocabulary.words, texts.pipeline.pairs.pairs
    for row in (0, 17):
        said = texts.raw["text"][row].split()
        expected = set(itertools.pairwise(said))
        found = {(words[pairs[i][0]], words[pairs[i][1]]) for i in np.flatnonzero(texts.blocks["pairs"].toarray()[row])}
        assert found == expected & {(words[a], words[b]) for a, b in pairs}
