"""Gate 4: is the network large enough to overfit?"""

from collections.abc import Mapping
from dataclasses import replace

from wellfit.engine.runs import Runs
from wellfit.engine.stop import Stop
from wellfit.errors import ModelError
from wellfit.recipes.networks import Network
from wellfit.recipes.recipe import Recipe
from wellfit.workflow import size
from wellfit.workflow.context import Context
from wellfit.workflow.evidence import verdict
from wellfit.workflow.gates.gate import Answer, Gate

GROWTH, MOST_STEPS = 4.0, 2


class CapacityGate(Gate):
    """Grows the first network until its validation loss turns, or until growing no longer helps.

    What it leaves in the context is the plain network that remedies are compared with, and the
    verdict on it, now that a larger one has been seen.
    """

    name = "capacity"
    question = "Is the network large enough to overfit?"
    share = 0.25

    def run(self, context: Context) -> Answer:
        """Climb the ladder of sizes."""
        tried = {context.plain.network.description: context.verdict.kind}
        for _ in range(MOST_STEPS):
            if context.verdict.kind in ("overfit", "diverged", "stuck") or context.short_of_time(self.name):
                break
            larger_network = _grown(context)
            if larger_network is None:
                break
            runs = self._train(context, larger_network)
            larger = runs.recipes[0]
            own = verdict(runs, larger.name, context.constant, fits=context.can_be_fitted)
            tried[larger.network.description] = own.kind
            context.candidates[larger.name] = (self.name, runs)
            if runs.ended:
                break  # the clock cut it short: what it reached says nothing about its size
            context.plain_verdict = verdict(
                context.runs, context.plain.name, context.constant, bigger=runs, fits=context.can_be_fitted
            )
            tried[context.plain.network.description] = context.verdict.kind  # a larger network has been seen now
            # A model of the user's own stays what is judged and compared with: a wider one is a remedy for it.
            if context.verdict.kind != "underfit" or context.own is not None:
                break
            context.plain, context.plain_runs, context.plain_verdict = larger, runs, own
        turned = "overfit" in tried.values()
        advice = "" if turned else _advice(len(context.seeds))
        evidence = {"tried": tried, "plain": context.plain.network.description, "verdict": context.verdict.kind}
        return Answer(passed=turned, sentence=_sentence(tried, context.plain), evidence=evidence, advice=advice)

    def _train(self, context: Context, network: Network) -> Runs:
        recipe = replace(context.plain, network=network, name=network.description)
        epochs = context.plan.extent.epochs
        return context.trainer.train(
            self.name,
            [recipe],
            context.search,
            seeds=context.seeds,
            epochs=epochs,
            share=self.share,
            stop=Stop(patience=size.patience(epochs), together=True),
        )


def _grown(context: Context) -> Network | None:
    """The network with wider layers; None for a model of the user's own whose layers cannot be, which is said."""
    try:
        return context.plain.network.scaled(GROWTH)
    except ModelError as error:
        context.plan.leave_out(f"capacity: your model was not grown, because {error}")
        return None


def _advice(seeds: int) -> str:
    if seeds < 2:
        return "Take at least 5 seeds (--seeds 5): one cannot show whether the validation loss turns."
    return "No network turned: train longer, or grow further, before regularizing."


def _sentence(tried: Mapping[str, str], plain: Recipe) -> str:
    found = "; ".join(f"{network}: {kind.replace('_', ' ')}" for network, kind in tried.items())
    return f"Tried {found}. Remedies are compared with {plain.network.description}."
