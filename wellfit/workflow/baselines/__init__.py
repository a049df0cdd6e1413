"""Models that are not networks: constant, linear and boosting. What a network does not beat, it is not needed for."""

from wellfit.workflow.baselines import boosting, constant, linear
from wellfit.workflow.baselines.baseline import Baseline
from wellfit.workflow.baselines.scores import Scores, row_losses

# The family, from the simplest; each has `fit(dataset, *, seed, max_rows) -> Baseline`.
FAMILY = {"constant": constant.fit, "linear": linear.fit, "boosting": boosting.fit}

__all__ = ["FAMILY", "Baseline", "Scores", "boosting", "constant", "linear", "row_losses"]
