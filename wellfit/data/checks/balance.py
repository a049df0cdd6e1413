"""How often does each class occur?"""

import polars as pl

from wellfit.data.finding import Finding
from wellfit.data.task import Task
from wellfit.data.wording import count, share

RARE_SHARE = 0.05
RARE_ROWS = 20


def check(target: pl.Series, task: Task) -> tuple[Finding, ...]:
    """A warning when a class is rare, in share (under 5 % with two classes) or in rows (under 20).

    `target` holds the classes as text. With k classes the share that counts as rare is 2/k of that
    with two. Regressions have no classes and no finding.
    """
    if task.kind == "regression":
        return ()
    rows = len(target)
    counts = target.value_counts(sort=True)
    most, fewest = counts.row(0), counts.row(-1)
    limit = max(RARE_ROWS, RARE_SHARE * 2 / len(counts) * rows)
    rare = counts.filter(pl.col("count") < limit).height
    if not rare:
        return ()
    sentence = (
        f"The classes are unevenly filled: '{fewest[0]}', the rarest, has {count(fewest[1], 'row')} "
        f"({share(fewest[1], rows)}), '{most[0]}', the most frequent, {most[1]:,}. Always answering '{most[0]}' is "
        f"right for {share(most[1], rows)} of the rows: compare accuracies with that."
    )
    return (Finding(kind="unbalanced_classes", sentence=sentence, severity="warning", columns=(task.target,)),)
