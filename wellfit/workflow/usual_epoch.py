"""After how many epochs a recipe was at its best."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wellfit.engine.runs import Runs


def usual_epoch(runs: "Runs", recipe: str) -> int | None:
    """The mean of the members' best epochs; None where no member ever had a finite loss."""
    best = runs.best_epochs(recipe)
    return round(float(best[best > 0].mean())) if (best > 0).any() else None
