"""The sequence block: the words of each row in order, for networks that embed words."""

import numpy as np

from wellfit.data.pipeline.vocabulary import Tokens

PADDING, UNKNOWN, FIRST = 0, 1, 2
# What fits a review's core and keeps an embedding average cheap.
MOST_WORDS = 256


def fit_length(tokens: Tokens) -> int:
    """The length at which at most 1 % of the training rows are cut, no more than `MOST_WORDS`."""
    lengths = np.diff(tokens.starts)
    return int(min(MOST_WORDS, max(1, np.ceil(np.quantile(lengths, 0.99))))) if len(lengths) else 1


def word_sequence(tokens: Tokens, length: int) -> np.ndarray:
    """int32 [rows, length]: 0 padding at the end, 1 unknown word, word ids shifted by 2.

    A longer row keeps its head and its tail, half each: the beginning names the subject and the end
    the conclusion (Sun et al. 2019, How to Fine-Tune BERT for Text Classification, section 5.3.1).

    >>> tokens = Tokens(ids=np.array([5, 6, 7, 8, -1], np.int32), starts=np.array([0, 4, 5]))
    >>> word_sequence(tokens, 2).tolist()
    [[7, 10], [1, 0]]
    """
    sizes = np.diff(tokens.starts)
    places = np.broadcast_to(np.arange(length), (len(sizes), length))
    head = length - length // 2
    skipped = np.maximum(sizes - length, 0)[:, None]
    sources = tokens.starts[:-1, None] + places + np.where(places >= head, skipped, 0)
    inside = places < sizes[:, None]
    ids = np.concatenate([tokens.ids, [0]])[np.where(inside, sources, len(tokens.ids))]
    return np.where(inside, np.maximum(ids, -1) + FIRST, PADDING).astype(np.int32)
