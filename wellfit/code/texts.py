"""The part of a script that encodes texts: the words of the training rows, and what each row has of them."""

from wellfit.code.literals import constant, literal
from wellfit.code.section import Section, function
from wellfit.data.pipeline.sequence import FIRST, UNKNOWN
from wellfit.data.pipeline.vocabulary import LEAST_COUNT, MARKUP, WORD, Vocabulary
from wellfit.data.pipeline.word_pairs import WordPairs


def texts_section(vocabulary: Vocabulary, pairs: WordPairs, length: int, blocks: tuple[str, ...]) -> Section:
    """`split(frame)`, `vocabulary(words)`, and the functions of the `blocks` "words", "pairs" and "sequence"."""
    columns = vocabulary.columns
    joined = "frame[TEXT]" if len(columns) == 1 else "pl.select(joined).to_series()"
    body = [
        *(
            ['joined = pl.concat_str([frame[name] for name in TEXTS], separator=" ", ignore_nulls=True)']
            if len(columns) > 1
            else []
        ),
        f'text = {joined}.fill_null("").str.to_lowercase().str.replace_all("\\u2019", "\'", literal=True)',
        'return text.str.replace_all(MARKUP, " ").str.extract_all(WORD)',
    ]
    functions = [
        function("split(frame)", "The lower-case words of each row, without markup.", *body),
        _vocabulary(len(vocabulary.words)),
        *((_multi_hot(),) if "words" in blocks else ()),
        *(_pairs(len(pairs.firsts)) if "pairs" in blocks else ()),
        *((_sequences(length),) if "sequence" in blocks else ()),
    ]
    named = constant("TEXT", columns[0]) if len(columns) == 1 else constant("TEXTS", list(columns))
    imports = ("from collections import Counter",) if "pairs" in blocks else ()
    return Section(
        imports=imports,
        constants=(named, f"WORD = {_raw(WORD)}", f"MARKUP = {_raw(MARKUP)}"),
        functions=tuple(functions),
    )


def _raw(pattern: str) -> str:
    return f'r"{pattern}"' if '"' not in pattern else literal(pattern)


def _vocabulary(size: int) -> str:
    return function(
        "vocabulary(words)",
        f"The {size:,} most frequent words, most frequent first; one that is seen once tells nothing.",
        'counts = words.explode().drop_nulls().alias("word").value_counts(name="count")',
        f'counts = counts.filter(pl.col("count") >= {LEAST_COUNT}).sort("count", "word", descending=[True, False])',
        f'return counts["word"].head({size}).to_list()',
    )


def _multi_hot() -> str:
    return function(
        "multi_hot(words, known)",
        "uint8 [rows, words]: which of the known words stand in each row.",
        "place = {word: number for number, word in enumerate(known)}",
        "found = np.zeros((len(words), len(known)), np.uint8)",
        "for row, line in enumerate(words):",
        "    found[row, [place[word] for word in line if word in place]] = 1",
        "return found",
    )


def _pairs(size: int) -> tuple[str, str, str]:
    neighbours = function(
        "neighbours(words, known)",
        "Of each row the pairs of known words that follow one another, as numbers of words.",
        "place = {word: number for number, word in enumerate(known)}",
        "for line in words:",
        "    numbers = [place.get(word, -1) for word in line]",
        "    yield [pair for pair in zip(numbers, numbers[1:]) if min(pair) >= 0]",
    )
    frequent = function(
        "frequent_pairs(words, known)",
        f"The {size:,} most frequent pairs, most frequent first.",
        "counts = Counter()",
        "for pairs in neighbours(words, known):",
        "    counts.update(pairs)",
        f"often = [pair for pair, count in counts.items() if count >= {LEAST_COUNT}]",
        f"return sorted(often, key=lambda pair: (-counts[pair], pair))[:{size}]",
    )
    hot = function(
        "pair_hot(words, known, often)",
        "uint8 [rows, pairs]: which of the frequent pairs stand in each row.",
        "place = {pair: number for number, pair in enumerate(often)}",
        "found = np.zeros((len(words), len(often)), np.uint8)",
        "for row, pairs in enumerate(neighbours(words, known)):",
        "    found[row, [place[pair] for pair in pairs if pair in place]] = 1",
        "return found",
    )
    return neighbours, frequent, hot


def _sequences(length: int) -> str:
    head = length - length // 2
    longer = f"    ids = ids if len(ids) <= {length} else ids[:{head}] + ids[len(ids) - {length // 2} :]"
    return function(
        "sequences(words, known)",
        "int32 [rows, words]: 0 padding, 1 an unknown word, then the known ones; of long rows the head and the tail.",
        f"place = {{word: number for number, word in enumerate(known, {FIRST})}}",
        f"found = np.zeros((len(words), {length}), np.int32)",
        "for row, line in enumerate(words):",
        f"    ids = [place.get(word, {UNKNOWN}) for word in line]",
        longer,
        "    found[row, : len(ids)] = ids",
        "return found",
    )
