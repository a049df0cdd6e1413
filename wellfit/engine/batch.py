"""A batch as a member sees it: as it is, or mixed with itself."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Num

from wellfit.data.task import Task
from wellfit.engine.losses import PerRow
from wellfit.engine.minimised import mixed_answers
from wellfit.engine.sparse.rows import SparseRows
from wellfit.engine.state import Leaf


class Batch(NamedTuple):
    """Inputs and answers; where rows are mixed, those of the partners and the share of the rows themselves."""

    task: Task
    inputs: Sequence[Num[Array, "batch ..."] | SparseRows]
    target: Num[Array, " batch"]
    partners: Num[Array, " batch"] | None = None
    share: Leaf | None = None

    def of(self, of_rows: PerRow, outputs: Any) -> Any:
        """A loss or metric of these outputs, [batch]."""
        if self.partners is None:
            return of_rows(outputs, self.target)
        return mixed_answers(of_rows, outputs, self.target, self.partners, self.share, self.task)


def mixed(task: Task, inputs: Sequence[Num[Array, "batch ..."]], target: Num[Array, " batch"], share: Leaf) -> Batch:
    """Each row mixed with the one before it, the first with the last: an epoch's order is drawn, so is the partner."""
    both: list[Array | SparseRows] = [
        jnp.asarray(share * block + (1.0 - share) * jnp.roll(block, 1, axis=0)) for block in inputs
    ]
    return Batch(task, both, target, jnp.roll(target, 1), share)
