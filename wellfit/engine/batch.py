"""A batch as a member sees it: as it is, with pictures changed, or mixed with itself."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Num

from wellfit.data.encoded import IMAGE
from wellfit.data.task import Task
from wellfit.engine.augment.batch import augment
from wellfit.engine.losses import PerRow
from wellfit.engine.minimised import mixed_answers
from wellfit.engine.mixing import rectangle, share
from wellfit.engine.sparse.rows import SparseRows
from wellfit.engine.state import Leaf, Seen
from wellfit.recipes.training import Training


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


def batch(
    task: Task,
    blocks: Mapping[str, Num[Array, "batch ..."] | SparseRows],
    target: Num[Array, " batch"],
    training: Training,
    seen: Seen,
    step: Leaf,
) -> Batch:
    """The rows of these blocks as training makes them in this step (0-based): first changed, then mixed."""
    given = dict(blocks)
    if not training.augmentation.plain:
        given[IMAGE] = augment(jnp.asarray(given[IMAGE]), seen.chance, step, seen.amounts)
    if not training.examples.mixes:
        return Batch(task, list(given.values()), target)
    own, rows = share(seen.chance, seen.shares, step), {name: jnp.asarray(block) for name, block in given.items()}
    mix = _cut(rows[IMAGE], own, seen.chance, step) if training.examples.cutmix else _mixed(rows, own)
    # Each row is mixed with the one before it, the first with the last: an epoch's order is drawn, so is the partner.
    return Batch(task, mix.inputs, target, jnp.roll(target, 1), mix.share)


class _Mix(NamedTuple):
    inputs: Sequence[Num[Array, "batch ..."]]
    share: Leaf


def _mixed(rows: Mapping[str, Num[Array, "batch ..."]], share: Leaf) -> _Mix:
    """The mean of two rows, in all their numbers."""
    both = [jnp.asarray(share * block + (1.0 - share) * jnp.roll(block, 1, axis=0)) for block in rows.values()]
    return _Mix(both, share)


def _cut(images: Num[Array, "batch height width channels"], share: Leaf, chance: Leaf, step: Leaf) -> _Mix:
    """A rectangle of another picture; the share is what is left of a picture's own area."""
    cut = rectangle(chance, share, step, images.shape[1:3])
    return _Mix([jnp.where(cut.inside, jnp.roll(images, 1, axis=0), images)], cut.share)
