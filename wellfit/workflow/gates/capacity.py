"""Gate 4: is the network large enough to overfit, and of the right kind?"""

from collections.abc import Mapping, Sequence
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
from wellfit.workflow.priors import Tried, grown_seconds, replan, said, try_priors, winner

GROWTH, MOST_STEPS = 4.0, 2


class CapacityGate(Gate):
    """Grows the first network until its validation loss turns, or until growing no longer helps, and tries the networks
    that suit this kind of data beside it.

    What it leaves in the context is the plain network that remedies are compared with, and the
    verdict on it, now that a larger one has been seen. A network by kind of data takes its place only where it
    lowers the loss on the selection rows beyond noise, and is then grown itself.
    """

    name = "capacity"
    question = "Is the network large enough to overfit, and does one that suits this kind of data do better?"
    share = 0.25

    def run(self, context: Context) -> Answer:
        """Climb the ladder of sizes, and compare the networks by kind of data."""
        tried: dict[str, str] = {context.plain.network.description: context.verdict.kind}
        self._climb(context, tried, planned=1)
        compared = self._by_kind(context, tried)
        turned = "overfit" in tried.values()
        advice = "" if turned else _advice(len(context.seeds))
        evidence = {"tried": tried, "plain": context.plain.network.description, "verdict": context.verdict.kind}
        sentence = _sentence(tried, compared, context.plain)
        return Answer(passed=turned, sentence=sentence, evidence=evidence, advice=advice)

    def _climb(self, context: Context, tried: dict[str, str], *, planned: int = 0) -> None:
        """Grow the plain network while it underfits; `tried` keeps what became of each size.

        The time of the `planned` steps has been set aside; others are left out where they would not be finished.
        """
        for step in range(MOST_STEPS):
            if context.verdict.kind in ("overfit", "diverged", "stuck") or context.short_of_time(self.name):
                break
            if step >= planned and grown_seconds(context) > self.share * context.plan.left:
                context.plan.leave_out(f"{self.name}: a network larger than {context.plain.network.description}")
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

    def _by_kind(self, context: Context, tried: dict[str, str]) -> list[Tried]:
        """Compare the networks that suit the data with the plain one; one that beats it takes its place."""
        compared, runs = try_priors(context, self.name)
        context.writer.put("priors", [one.as_dict() for one in compared])
        if runs is None:
            return compared
        for one in compared:
            name = one.recipe.name
            context.candidates[name] = (self.name, runs.only(name))
            tried[one.recipe.network.description] = verdict(
                runs, name, context.constant, fits=context.can_be_fitted
            ).kind
        best = winner(compared, runs)
        if best is not None:
            context.plain, context.plain_runs = best, runs.only(best.name)
            context.plain_verdict = verdict(runs, best.name, context.constant, fits=context.can_be_fitted)
            replan(context)
            self._climb(context, tried)
            if context.plain != best:
                replan(context)
        return compared

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


def _sentence(tried: Mapping[str, str], compared: Sequence[Tried], plain: Recipe) -> str:
    found = "; ".join(f"{network}: {kind.replace('_', ' ')}" for network, kind in tried.items())
    return f"Tried {found}.{said(compared)} Remedies are compared with {plain.network.description}."
