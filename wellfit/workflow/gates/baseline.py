"""Gate 1: what do models that are not networks achieve?"""

from wellfit.workflow.baselines import FAMILY, Baseline
from wellfit.workflow.context import Context
from wellfit.workflow.gates.gate import Answer, Gate
from wellfit.workflow.scores import shown


class BaselineGate(Gate):
    """Fits constant, linear and boosting on the training rows; passes when one beats the constant."""

    name = "baseline"
    question = "What do a constant, a linear model and boosting achieve?"

    def run(self, context: Context) -> Answer:
        """Fit the family and keep it: the network is measured against it, and the test split judges all at the end."""
        for name, fit in FAMILY.items():
            rows = context.plan.baseline_rows(len(context.data.rows("train")))
            context.baselines[name] = fit(context.data, seed=context.options.seed, max_rows=rows)
        context.put_baselines()
        metric = context.data.task.metric
        listed = ", ".join(f"{b.name} {shown(b.selection.metric, metric)}" for b in context.baselines.values())
        best = context.best_baseline
        beaten = best.selection.loss < context.constant.selection.loss
        evidence = {name: _numbers(baseline, metric) for name, baseline in context.baselines.items()}
        advice = "" if beaten else "No model finds anything in these features: look for better ones, or more rows."
        return Answer(passed=beaten, sentence=f"Selection {metric}: {listed}.", evidence=evidence, advice=advice)


def _numbers(baseline: Baseline, metric: str) -> dict[str, float]:
    return {"loss": baseline.selection.loss, metric: baseline.selection.metric}
