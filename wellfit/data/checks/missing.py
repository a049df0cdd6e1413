"""Which columns have missing values, and how many."""

import polars as pl

from wellfit.data.finding import Finding
from wellfit.data.wording import count, listing, share

MANY = 0.5


def check(features: pl.DataFrame) -> tuple[Finding, ...]:
    """One note on the columns with missing values, one warning on those that miss more than half.

    >>> check(pl.DataFrame({"age": [None, 30, 40, 50]}))[0].sentence
    "Missing values in 1 column: 'age' (25 %). They are filled in, and the network is told where."
    """
    rows = features.height
    nulls = {column.name: column.null_count() for column in features if column.null_count()}
    mostly = {name: number for name, number in nulls.items() if number > MANY * rows}
    findings = []
    if nulls:
        ordered = sorted(nulls, key=lambda name: -nulls[name])
        named = ", ".join(f"'{name}' ({share(nulls[name], rows)})" for name in ordered[:5])
        more = f" and {len(ordered) - 5} more" if len(ordered) > 5 else ""
        sentence = (
            f"Missing values in {count(len(nulls), 'column')}: {named}{more}. They are filled in, and the network is "
            "told where."
        )
        findings.append(Finding(kind="missing_values", sentence=sentence, columns=tuple(ordered)))
    if mostly:
        sentence = f"More than half of the values are missing in {listing(list(mostly))}."
        findings.append(Finding(kind="mostly_missing", sentence=sentence, severity="warning", columns=tuple(mostly)))
    return tuple(findings)
