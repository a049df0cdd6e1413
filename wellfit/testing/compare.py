"""The distances between one trained member and plain Keras."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from wellfit.backend import keras
from wellfit.engine.member import TrainedMember
from wellfit.engine.runs import Runs
from wellfit.engine.state import Measures
from wellfit.testing.plain import TIED, Plain, held_out, watched

# Below this norm an array counts as zero, so that a distance to it is no quotient of rounding errors.
SMALLEST = 1e-12


class Distance(NamedTuple):
    """Of one variable, or of one measure in its worst epoch."""

    quantity: str
    relative: float
    where: str


def distances(runs: Runs, member: TrainedMember, plain: Plain) -> Iterator[Distance]:
    """Variables of the exported model, measures of each epoch, and what the exported model reaches on held-out rows."""
    exported = runs.model(member.recipe.name, member.seed, fold=member.fold, weights="last")
    yield from _variables("weights", exported.trainable_variables, plain.model.trainable_variables)
    yield from _variables("fixed variables", exported.non_trainable_variables, plain.model.non_trainable_variables)
    measured = _measured(runs, member)
    for quantity, theirs in plain.measures.items():
        if not quantity.startswith(TIED):
            tied = plain.measures.get(f"{TIED}{quantity}", np.zeros(len(theirs)))
            yield _worst(quantity, without_ties(measured[quantity], theirs, tied), theirs)
    data = runs.data.parts[member.fold]
    for quantity, value in held_out(watched(exported, data), member.recipe, data).items():
        if quantity.endswith("_loss"):
            yield Distance(f"exported {quantity}", apart(measured[quantity][-1], value), "last epoch")


def apart(ours: object, theirs: object) -> float:
    """`|ours - theirs| / |theirs|`, Euclidean.

    >>> apart([3.0, 4.4], [3.0, 4.0]), apart(0.0, 0.0)
    (0.08..., 0.0)
    """
    a, b = np.asarray(ours, np.float64), np.asarray(theirs, np.float64)
    return float(np.linalg.norm(a - b) / max(float(np.linalg.norm(b)), SMALLEST))


def without_ties(ours: np.ndarray, theirs: np.ndarray, tied: np.ndarray) -> np.ndarray:
    """A metric moved towards the other by what its tied rows may account for."""
    gap = ours - theirs
    return theirs + np.sign(gap) * np.maximum(np.abs(gap) - tied, 0)


def _measured(runs: Runs, member: TrainedMember) -> dict[str, np.ndarray]:
    """The member's curves, its training loss with the penalty as Keras reports it."""
    place = [(other.seed, other.fold) for other in runs.of(member.recipe.name)].index((member.seed, member.fold))
    curves = {name: runs.measure(member.recipe.name, name)[place] for name in Measures._fields}
    return curves | {"train_loss": curves["train_loss"] + curves["penalty"]}


def _variables(quantity: str, ours: list[keras.Variable], theirs: list[keras.Variable]) -> Iterator[Distance]:
    for mine, other in zip(ours, theirs, strict=True):
        a, b = (keras.ops.convert_to_numpy(variable.value) for variable in (mine, other))
        yield Distance(quantity, apart(a, b), other.path)


def _worst(quantity: str, ours: np.ndarray, theirs: np.ndarray) -> Distance:
    found = [apart(a, b) for a, b in zip(ours, theirs, strict=True)]
    epoch = int(np.argmax(found))  # the first NaN, where there is one
    return Distance(quantity, found[epoch], f"epoch {epoch + 1}")
