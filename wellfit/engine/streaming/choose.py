"""Whether the rows of a population are kept in memory or read from their files epoch by epoch."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from wellfit.data.dataset import Block, Dataset
from wellfit.data.mapped import FileArray
from wellfit.engine.feed import bytes_a_row
from wellfit.engine.plans.memory import budget
from wellfit.engine.plans.plan import Plan
from wellfit.engine.population import Population
from wellfit.engine.session import Session
from wellfit.engine.streaming.population import StreamedPopulation
from wellfit.engine.streams import Stream
from wellfit.recipes.recipe import Recipe

# Memory-mapped rows that take more are left in their files: whoever mapped them did not want them in memory.
# A fixed number, so that the order of the batches does not depend on what else the machine is doing.
MOST_MAPPED = 256_000_000
# Of the memory that training may use; the members need the rest.
SHARE = 0.5
# Why a population is run as it is, as a plan's reason.
STREAMED = (
    "by rule: the rows are read from their files epoch by epoch, and all members share each read, so that seeds differ "
    "in starts and dropout but not in the order of the batches"
)

AnyPopulation: TypeAlias = Population | StreamedPopulation


def population_for(
    groups: Sequence[Sequence[Recipe]], streams: Sequence[Stream], data: Dataset, session: Session, plan: Plan
) -> AnyPopulation:
    """The members on rows in memory where these fit or are parted into folds, else on rows that come in windows."""
    if not data.folds and is_streamed(data, session.template(groups[0], data).blocks, plan.devices):
        return StreamedPopulation(groups, streams, data, session, plan)
    return Population(groups, streams, data, session, plan)


def is_streamed(data: Dataset, blocks: Sequence[str], devices: int) -> bool:
    """Whether the rows that training uses are read in windows: they do not fit, or are mapped and large."""
    if data.folds:
        return False  # only small data have any
    used = sum(len(rows) for rows in (data.splits.train, data.splits.validation, data.splits.selection))
    size = used * bytes_a_row(data, blocks)
    mapped = any(in_file(data.blocks[block]) for block in blocks)
    return (mapped and size > MOST_MAPPED) or not rows_fit(size * devices)


def rows_fit(size: int) -> bool:
    """Whether rows of so many bytes can be kept where members are trained."""
    return size <= SHARE * budget()


def in_file(block: Block) -> bool:
    """Whether a block, or the entries of a sparse one, lies in a file."""
    return FileArray.of(block if isinstance(block, np.ndarray) else block.data) is not None
