"""Gate 1: what do models that are not networks achieve?"""

from functools import partial

from wellfit.data.wording import count
from wellfit.workflow.baselines import Baseline, family
from wellfit.workflow.baselines.over_folds import over_folds
from wellfit.workflow.context import Context
from wellfit.workflow.gates.gate import Answer, Gate
from wellfit.workflow.scores import shown


class BaselineGate(Gate):
    """Fits constant, linear and boosting on the training rows; passes when one beats the constant."""

    name = "baseline"
    question = "What do a constant, a linear model and boosting achieve?"

    def run(self, context: Context) -> Answer:
        """Fit the family and keep it: the network is measured against it, and the test split judges all at the end."""
        for name, fitted in family(context.data).items():
            rows = context.plan.baseline_rows(len(context.data.rows("train")))
            fit = partial(fitted, seed=context.options.seed, max_rows=rows)
            whole = fit(context.data)
            context.baselines[name] = over_folds(whole, fit, context.folded.folds) if context.folded else whole
        context.put_baselines()
        metric = context.data.task.metric
        listed = ", ".join(f"{b.name} {shown(b.selection.metric, metric)}" for b in context.baselines.values())
        best = context.best_baseline
        beaten = best.selection.loss < context.constant.selection.loss
        evidence = {name: _numbers(baseline, metric) for name, baseline in context.baselines.items()}
        advice = "" if beaten else "No model finds anything in these features: look for better ones, or more rows."
        sentence = f"Selection {metric}{_judged(context)}: {listed}."
        return Answer(passed=beaten, sentence=sentence, evidence=evidence, advice=advice)


def _judged(context: Context) -> str:
    """How the rows are judged where there are folds."""
    if context.folded is None:
        return ""
    rows = count(len(context.constant.selection_rows), "row")
    return f" on {rows}, each of {len(context.folded.folds)} parts of them judged by models that did not see it"


def _numbers(baseline: Baseline, metric: str) -> dict[str, float]:
    return {"loss": baseline.selection.loss, metric: baseline.selection.metric}
