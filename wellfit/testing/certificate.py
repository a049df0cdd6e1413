"""How far the members of a family are from what plain Keras makes of them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One quantity under one plan: its largest relative distance over all members, and where that was.

    `where` names the variable, or the epoch of a measure; `fold` is 0 where there is one split.
    """

    plan: str
    quantity: str
    distance: float
    recipe: str
    seed: int
    fold: int
    where: str


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """What was compared with plain Keras, and the largest distance that was found, for each plan and quantity.

    A distance is `|ours - theirs| / |theirs|`, Euclidean over a variable's numbers.
    """

    members: int
    epochs: int
    tolerance: float
    comparisons: tuple[Comparison, ...]

    @property
    def apart(self) -> tuple[Comparison, ...]:
        """The quantities that differ by more than the tolerance, or are no numbers."""
        return tuple(found for found in self.comparisons if not found.distance <= self.tolerance)

    @property
    def plans(self) -> tuple[str, ...]:
        """The plans in words, in the order in which they were tried."""
        return tuple(dict.fromkeys(found.plan for found in self.comparisons))

    @property
    def worst(self) -> float:
        """The largest distance of all."""
        return max(found.distance for found in self.comparisons)

    def __str__(self) -> str:
        """A table for people, plan by plan."""
        lines = [
            f"{len(self.apart)} of {len(self.comparisons)} quantities differ by more than {self.tolerance:g} between "
            f"fused training and plain Keras ({self.members} members, {self.epochs} epochs)."
        ]
        for plan in self.plans:
            lines += [plan, *_table([found for found in self.comparisons if found.plan == plan], self.tolerance)]
        return "\n".join(lines)


def _table(comparisons: Sequence[Comparison], tolerance: float) -> list[str]:
    cells = [("quantity", "distance", "recipe", "seed", "fold", "where")]
    cells += [(c.quantity, f"{c.distance:.1e}", c.recipe, str(c.seed), str(c.fold), c.where) for c in comparisons]
    marks = [" ", *(" " if c.distance <= tolerance else "!" for c in comparisons)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    return [
        f"{mark} {'  '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))}".rstrip()
        for mark, line in zip(marks, cells, strict=True)
    ]
