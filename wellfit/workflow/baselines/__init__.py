"""Models that are not networks: constant, linear and boosting. What a network does not beat, it is not needed for."""

from collections.abc import Callable, Mapping

from wellfit.data.dataset import Dataset
from wellfit.workflow.baselines import boosting, constant, linear, naive
from wellfit.workflow.baselines.baseline import Baseline
from wellfit.workflow.baselines.scores import Scores, row_losses

# The family, from the simplest; each has `fit(dataset, *, seed, max_rows) -> Baseline`.
FAMILY = {"constant": constant.fit, "linear": linear.fit, "boosting": boosting.fit}
# What a series is compared with besides.
OF_SERIES = {"naive": naive.fit, "seasonal_naive": naive.fit_seasonal}


def family(dataset: Dataset) -> Mapping[str, Callable[..., Baseline]]:
    """The baselines that make sense for these rows; a series without a season has no seasonal one."""
    if dataset.series is None or dataset.pipeline.series is None:
        return FAMILY
    further = OF_SERIES if dataset.pipeline.series.season else {"naive": naive.fit}
    return {"constant": constant.fit, **further, "linear": linear.fit, "boosting": boosting.fit}


__all__ = [
    "FAMILY",
    "OF_SERIES",
    "Baseline",
    "Scores",
    "boosting",
    "constant",
    "family",
    "linear",
    "naive",
    "row_losses",
]
