import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellfit.data.pipeline.sequence import FIRST, PADDING, UNKNOWN, fit_length, word_sequence
from wellfit.data.pipeline.vocabulary import Tokens, Vocabulary, split_words
from wellfit.data.pipeline.words import multi_hot

TEXTS = pl.DataFrame({"t": ["The cat sat. The END", "a cat", None, "", "the dog, the cat!"]})


def test_most_frequent_words_first_ties_by_name_single_words_left_out():
    assert Vocabulary.fit(TEXTS, ["t"], 10).words == ("the", "cat")
    ties = pl.DataFrame({"t": ["b a", "a b c", "c c"]})
    assert Vocabulary.fit(ties, ["t"], 2).words == ("c", "a")


def test_tokens_of_rows_with_and_without_text():
    tokens = Vocabulary(columns=("t",), words=("the", "cat")).tokens(TEXTS)
    assert tokens.ids.tolist() == [0, 1, -1, 0, -1, -1, 1, 0, -1, 0, 1]
    assert tokens.starts.tolist() == [0, 5, 7, 7, 7, 11]


def test_several_columns_are_read_one_after_another():
    frame = pl.DataFrame({"title": ["one", None], "body": ["two", "three"]})
    assert [words.to_list() for words in split_words(frame, ["title", "body"])] == [[["one", "two"], ["three"]]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It's 10 o’clock", ["it's", "10", "o'clock"]),
        ("Ünïcode naïve ЖУК", ["ünïcode", "naïve", "жук"]),
        ("good<br /><br />bad", ["good", "bad"]),
        ("3 < 4 but 5 > 4", ["3", "4", "but", "5", "4"]),
        ("漢字 kana", ["漢", "字", "kana"]),
        ("...!?", []),
    ],
)
def test_what_a_word_is(text, words):
    assert next(split_words(pl.DataFrame({"t": [text]}), ["t"])).to_list() == [words]


def test_rows_are_taken_some_thousands_at_a_time_and_stay_in_order():
    frame = pl.DataFrame({"t": [f"w{i % 7}" for i in range(12_001)]})
    vocabulary = Vocabulary.fit(frame, ["t"], 10)
    tokens = vocabulary.tokens(frame)
    assert [vocabulary.words[i] for i in tokens.ids] == frame["t"].to_list()
    assert tokens.starts.tolist() == list(range(12_002))


def test_a_word_twice_is_refused():
    with pytest.raises(ValueError, match="occurs twice"):
        Vocabulary(columns=("t",), words=("a", "a"))


def test_sequence_keeps_head_and_tail():
    tokens = Tokens(ids=np.arange(9, dtype=np.int32), starts=np.array([0, 9]))
    assert (word_sequence(tokens, 5) - FIRST).tolist() == [[0, 1, 2, 7, 8]]
    assert (word_sequence(tokens, 1) - FIRST).tolist() == [[0]]
    assert (word_sequence(tokens, 9) - FIRST).tolist() == [list(range(9))]


def test_sequence_of_nothing_is_padding():
    tokens = Tokens(ids=np.zeros(0, np.int32), starts=np.zeros(3, np.int64))
    assert word_sequence(tokens, 2).tolist() == [[PADDING] * 2] * 2
    assert multi_hot(tokens, 4).shape == (2, 4)


def test_length_covers_nearly_all_rows_up_to_a_limit():
    short = Tokens(ids=np.zeros(0, np.int32), starts=np.arange(0, 1001, 10))
    assert fit_length(short) == 10
    long = Tokens(ids=np.zeros(0, np.int32), starts=np.arange(0, 100_000, 1000))
    assert fit_length(long) == 256


rows_of_ids = st.lists(st.lists(st.integers(-1, 5), max_size=12), min_size=1, max_size=6)


@given(rows_of_ids, st.integers(1, 15))
def test_blocks_of_any_rows(rows, length):
    ids = np.array([i for row in rows for i in row], np.int32)
    tokens = Tokens(ids=ids, starts=np.cumsum([0, *map(len, rows)]))
    words, sequence = multi_hot(tokens, 6), word_sequence(tokens, length)
    assert words.dtype == np.float32
    assert sequence.dtype == np.int32
    for index, row in enumerate(rows):
        assert set(np.flatnonzero(words[[index]].toarray()[0])) == {i for i in row if i >= 0}
        cut = row if len(row) <= length else row[: length - length // 2] + row[len(row) - length // 2 :]
        expected = [UNKNOWN if i < 0 else i + FIRST for i in cut]
        assert sequence[index].tolist() == expected + [PADDING] * (length - len(cut))
