"""The part of a script that numbers the levels of categories with many of them."""

from wellfit.code.literals import constant
from wellfit.code.section import Section, function
from wellfit.data.pipeline.category_ids import CategoryIds


def categories_section(ids: CategoryIds) -> Section:
    """`categories(frame)`: int32 [rows, columns], exactly what the study's pipeline gives."""
    body = (
        "columns = []",
        "for name, first, levels, others, gaps in LEVELS:  # an unknown level, the levels, rare ones, an empty cell",
        "    cells = frame[name].cast(pl.String)",
        "    numbers = range(first + 1, first + 1 + len(levels))",
        "    rest = first + (1 + len(levels)) * others",
        "    known = cells.replace_strict(levels, numbers, default=rest, return_dtype=pl.Int32)",
        "    empty = first + (1 + len(levels) + others) * gaps",
        "    columns.append(np.where(cells.is_null(), empty, known))",
        "return np.stack(columns, axis=1).astype(np.int32)",
    )
    pairs = zip(ids.parts, ids.firsts, strict=True)
    rows = [(part.name, first, list(part.levels), part.others, part.gaps) for part, first in pairs]
    return Section(
        functions=(function("categories(frame)", "The categories with many levels, as numbers from 1 on.", *body),),
        numbers=("# name, first number, levels, others, gaps", constant("LEVELS", rows)),
    )
