"""Whether a study cross-validates, and how it says so."""

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from wellfit.data.dataset import Dataset
from wellfit.data.folds import FEWEST, FOLDS, with_folds
from wellfit.data.wording import count
from wellfit.engine.feed import bytes_a_row
from wellfit.workflow import size
from wellfit.workflow.baselines.scores import Scores
from wellfit.workflow.options import Options

if TYPE_CHECKING:
    from wellfit.engine.runs import Runs

# With fewer rows the selection split has fewer than 240 of them, and its luck decides between recipes.
FEW_ROWS = 2_000
# Of the encoded rows of all folds together.
MOST_BYTES = 500_000_000


def folded(data: Dataset, options: Options) -> Dataset | None:
    """The data with folds, where they are so few that one split would decide by luck; None otherwise.

    One seed is for a quick look, which eight trainings in place of one would not be. Nor are images cross-validated: a
    network on 2,000 of them takes minutes, and eight of them for each recipe would leave no time for a second one.
    """
    splits = data.splits
    rows = len(splits.train) + len(splits.validation) + len(splits.selection)
    too_large = FOLDS * rows * bytes_a_row(data, tuple(data.blocks)) > MOST_BYTES
    fixed = (data.raw is None and not data.as_is) or "image" in data.blocks
    if options.seeds < 2 or rows + len(splits.test) >= FEW_ROWS or rows < 2 * FEWEST or too_large or fixed:
        return None
    return with_folds(data, min(FOLDS, rows // 2), seed=options.seed)


def described(data: Dataset | None, seeds: int) -> dict[str, Any] | None:
    """What the study stores about its folds; None where there is one split."""
    if data is None:
        return None
    rows, seeds = sum(len(fold.splits.selection) for fold in data.folds), size.fold_seeds(seeds)
    sentence = (
        f"Of so few rows one split would decide by luck: the {count(rows, 'development row')} are cut into "
        f"{len(data.folds)} parts, and each part is judged by networks that did not see it, trained with "
        f"{count(seeds, 'seed')} on {count(len(data.folds[0].splits.train), 'row')} of the other parts."
    )
    return {"count": len(data.folds), "seeds": seeds, "rows": rows, "sentence": sentence}


def judged(runs: "Runs", recipe: str) -> Scores:
    """Loss and metric of a recipe on the selection rows of all folds, each member at its epoch of `best_epochs`."""
    best = pl.DataFrame(
        [
            {"seed": one.seed, "fold": one.fold, "epoch": int(epoch), "rows": len(one.best_rows)}
            for one, epoch in zip(runs.of(recipe), runs.best_epochs(recipe), strict=True)
        ]
    )
    plain = runs.curves.filter(pl.col("recipe") == recipe, pl.col("control") == "none")
    keys = [pl.col(name).cast(pl.Int64) for name in ("seed", "fold", "epoch")]
    found = plain.with_columns(keys).join(best, on=["seed", "fold", "epoch"])
    if found.height < best.height:
        return Scores(loss=float("nan"), metric=float("nan"))  # some member never had a finite loss
    metric = np.average(found["selection_metric"].to_numpy(), weights=found["rows"].to_numpy())
    return Scores(loss=float(runs.best_rows(recipe).mean()), metric=float(metric))
