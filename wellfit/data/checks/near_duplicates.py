"""Are held-out rows all but equal to training rows?"""

import numpy as np
import polars as pl
import polars.selectors as cs

from wellfit.data.duplicates import group_numbers
from wellfit.data.finding import Finding
from wellfit.data.splits import Splits
from wellfit.data.wording import count, share

# Numbers closer than this part of the column's standard deviation count as equal, ...
NEARNESS = 1e-3
# ... which in fewer columns than this happens by chance.
FEWEST_NUMBERS = 3
# Texts of more letters on average are not equal by chance either.
LONG = 40
MANY = 0.01


def check(features: pl.DataFrame, exact: np.ndarray, splits: Splits) -> tuple[Finding, ...]:
    """Held-out rows that equal a training row but for a hair in numbers, or case and punctuation in texts.

    Exact duplicates, which have the same number in `exact` [rows], are not meant: the split keeps them together.
    A warning when more than one
    held-out row in a hundred has such a twin, else a note.
    """
    blurred = _blurred(features)
    if blurred is None:
        return ()
    groups = group_numbers(blurred)
    held_out = np.concatenate([splits.validation, splits.selection, splits.test])
    twins = np.isin(groups[held_out], groups[splits.train]) & ~np.isin(exact[held_out], exact[splits.train])
    number = int(twins.sum())
    if not number:
        return ()
    sentence = (
        f"{count(number, 'held-out row')} ({share(number, len(held_out))}) {'is' if number == 1 else 'are'} all but "
        "equal to a training row: the same but for tiny differences in numbers or for case and punctuation in texts. "
        "Scores on such rows are too good."
    )
    severity = "warning" if number > MANY * len(held_out) else "note"
    return (Finding(kind="near_duplicates", sentence=sentence, severity=severity),)


def _blurred(features: pl.DataFrame) -> pl.DataFrame | None:
    """The rows without what does not matter; None when too few columns could tell chance from kinship."""
    texts = features.select(cs.string())
    numbers = features.select(cs.float())
    samples = [column.head(1000).fill_null("") for column in texts]
    long = [sample.name for sample in samples if sample.str.len_chars().sum() > LONG * len(sample)]
    if not long and numbers.width < FEWEST_NUMBERS:
        return None
    deviations = numbers.std().row(0) if numbers.width else ()
    steps = {name: (deviation or 1.0) * NEARNESS for name, deviation in zip(numbers.columns, deviations, strict=True)}
    return features.with_columns(
        *[(pl.col(name) / step).round() for name, step in steps.items()],
        cs.string().str.to_lowercase().str.replace_all(r"[\W_]+", ""),
    )
