"""How many recipes, seeds and epochs of a level fit the time that is left."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from wellfit.workflow.forecast import population_seconds
from wellfit.workflow.plan import FILL, Extent, Shape, Speed

FEWEST_EPOCHS, FEWEST_SEEDS = 5, 2


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """So many recipes, each with so many seeds for so many epochs at most."""

    recipes: int
    seeds: int
    epochs: int

    def fewer(self) -> Iterator["Wanted"]:
        """Itself, then less and less of it: other rates are given up first, then epochs, then seeds.

        >>> [(one.recipes, one.seeds, one.epochs) for one in Wanted(recipes=2, seeds=3, epochs=10).fewer()]
        [(2, 3, 10), (1, 3, 10), (1, 3, 5), (1, 2, 5)]
        """
        now = self
        yield now
        while (less := now._less()) is not None:
            now = less
            yield now

    def _less(self) -> "Wanted | None":
        if self.recipes > 1:
            return replace(self, recipes=self.recipes - 1)
        if self.epochs > FEWEST_EPOCHS:
            return replace(self, epochs=max(FEWEST_EPOCHS, self.epochs // 2))
        if self.seeds > FEWEST_SEEDS:
            return replace(self, seeds=self.seeds - 1)
        return None

    def seconds(self, rows: int, speed: Speed, shape: Shape) -> float:
        """What it takes over so many training rows, with two programs: the training's and that of what follows it."""
        extent = Extent(rows=rows, epochs=self.epochs, seeds=self.seeds, remedies=0)
        return self.recipes * population_seconds(extent, speed, shape) + 2 * speed.seconds_a_program


def affordable(wanted: Wanted, rows: int, speed: Speed, shape: Shape, left: float) -> Wanted | None:
    """The most of it that fits so many seconds; None where not even the least does.

    >>> step = Speed(seconds_a_unit=1e-9, seconds_a_program=1.0)
    >>> affordable(Wanted(recipes=3, seeds=3, epochs=20), 1000, step, Shape(features=0, parameters=10, batch=10), 0.5)
    """
    return next((one for one in wanted.fewer() if one.seconds(rows, speed, shape) <= FILL * left), None)
