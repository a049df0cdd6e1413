"""Networks by kind of data, trained beside the plain one over the same seeds and batches, and compared with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from wellfit.diagnosis import Effect, choose, holm
from wellfit.engine.runs import Runs, merge
from wellfit.engine.stop import Stop
from wellfit.recipes.networks.priors import Facts, Prior, priors
from wellfit.recipes.recipe import Recipe
from wellfit.workflow import size
from wellfit.workflow.context import Context
from wellfit.workflow.effects import SIGNIFICANT, paired
from wellfit.workflow.forecast import WIDER, final_seconds, population_seconds, remedies_seconds
from wellfit.workflow.plan import Shape, work
from wellfit.workflow.prior_time import SHARE, Wanted, affordable


@dataclass(frozen=True, kw_only=True)
class Tried:
    """A network by kind of data at its best rate: what it changes against the plain one, in unpenalised loss."""

    prior: Prior
    recipe: Recipe
    effect: Effect
    p_holm: float
    parameters: int

    @property
    def better(self) -> bool:
        """The loss falls beyond noise, also after correction for the number of networks."""
        return self.effect.better and self.p_holm < SIGNIFICANT

    @property
    def found(self) -> str:
        """What it comes to, as a clause."""
        if self.better:
            return "lowers the loss beyond noise"
        if self.effect.worse and self.p_holm < SIGNIFICANT:
            return "raises the loss beyond noise"
        return "cannot be told apart"

    @property
    def said(self) -> str:
        """Network, gain and interval, in a clause."""
        effect = self.effect
        if not np.isfinite(effect.change):
            return f"{self.recipe.name} did not train with every seed"
        return (
            f"{self.recipe.name} changes the loss by {effect.change:+.3g} ({effect.low:+.3g} to {effect.high:+.3g}) "
            f"and {self.found}"
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain values, as `summary.json` and the study hold them; no numbers where its members did not train."""
        effect = self.effect
        whole = bool(np.isfinite(effect.change))
        return {
            "network": self.recipe.network.description,
            "recipe": self.recipe.name,
            "reason": self.prior.reason,
            "rate": self.recipe.optimizer.learning_rate,
            "parameters": self.parameters,
            **{name: getattr(effect, name) if whole else None for name in ("change", "low", "high")},
            "p": effect.p,
            "p_holm": self.p_holm,
            "seeds": effect.seeds,
            "better": self.better,
            "found": self.found if whole else "did not train with every seed",
        }


def fitting(context: Context) -> tuple[Prior, ...]:
    """The networks that fit the data; none beside a model of the user's own, which is what is to be judged."""
    if context.own is not None:
        return ()
    parts = (context.data, *(context.folded.folds if context.folded is not None else ()))
    # A block that the folds alone have could not be trained on in the end.
    shapes = {name: shape for name, shape in context.search.shapes.items() if name in context.data.shapes}
    return priors(shapes, Facts(levels=max(part.pipeline.ids.count for part in parts)))


def try_priors(context: Context, gate: str) -> tuple[list[Tried], Runs | None]:
    """Each network that fits the data and the time, at the best of its rates, and their runs; says what is left out."""
    known = fitting(context)
    if not known:
        return [], None
    if len(context.seeds) < 2:
        context.plan.leave_out(f"{gate}: networks by kind of data, which one seed cannot tell apart")
        return [], None
    chosen = affordable(context, {prior: recipes_of(prior, context.plain) for prior in known}, gate)
    trained = [
        runs
        for epochs in sorted({wanted.epochs for wanted in chosen.values()}, reverse=True)
        if not (runs := _train(context, [one for one in chosen.values() if one.epochs == epochs], epochs, gate)).ended
    ]
    if not trained:
        return [], None
    runs = merge(trained)
    best = {prior: found for prior, one in chosen.items() if (found := best_rate(runs, one.recipes)) is not None}
    runs = runs.only(*(recipe.name for recipe in best.values()))
    return compared(context.runs, context.plain, best, runs), runs


def _train(context: Context, wanted: Sequence[Wanted], epochs: int, gate: str) -> Runs:
    return context.trainer.train(
        gate,
        [recipe for one in wanted for recipe in one.recipes],
        context.search,
        seeds=context.seeds,
        epochs=epochs,
        share=2 * SHARE,  # an estimate may be out by half, and is no reason to throw away what has been trained
        # As the plain network, whose place one may take: trained on to see what becomes of it.
        stop=Stop(patience=size.patience(epochs), together=True),
    )


def compared(reference: Runs, plain: Recipe, best: dict[Prior, Recipe], runs: Runs) -> list[Tried]:
    """Each network at its rate against the plain one, on the selection rows."""
    base = reference.best_rows(plain.name)
    effects = {prior: paired(runs.best_rows(recipe.name), base, runs.row_folds) for prior, recipe in best.items()}
    corrected = holm([effect.p for effect in effects.values()])
    return [
        Tried(
            prior=prior,
            recipe=best[prior],
            effect=effects[prior],
            p_holm=p,
            parameters=runs.of(best[prior].name)[0].parameters,
        )
        for prior, p in zip(effects, corrected, strict=True)
    ]


def winner(tried: Sequence[Tried], runs: Runs) -> Recipe | None:
    """Of the networks that beat the plain one beyond noise, the simplest that cannot be told apart from the best."""
    better = {one.recipe.name: one for one in tried if one.better}
    if not better:
        return None
    rows = {name: runs.best_rows(name) for name in better}
    choice = choose(rows, {name: float(one.parameters) for name, one in better.items()}, folds=runs.row_folds)
    return better[choice.name].recipe


def said(compared: Sequence[Tried]) -> str:
    """What the networks change, in a sentence; empty where none was tried."""
    if not compared:
        return ""
    return f" By kind of data: {'; '.join(one.said for one in compared)}."


def replan(context: Context) -> None:
    """Try as many of the remedies as the time allows, now that another network is the plain one."""
    plan, runs, shape = context.plan, context.runs, _shape(context)
    used = next((used for used in runs.plans if context.plain.name in used.recipes), None)
    if plan.speed is None or used is None:
        return
    one = work(shape, len(runs.data.parts[0].rows("train")), 1, streams=1, recipes=1)
    speed = replace(plan.speed, seconds_a_unit=used.seconds / max(1, used.member_epochs) / one)
    plan.speed = speed
    plan.settle_remedies(lambda extent: remedies_seconds(extent, speed, shape))
    plan.reserve = 2 * speed.seconds_a_program + final_seconds(plan.extent, speed, shape)


def grown_seconds(context: Context) -> float:
    """How long the plain network takes once it is four times as wide."""
    plan, shape = context.plan, _shape(context)
    if plan.speed is None:
        return 0.0
    return population_seconds(plan.extent, plan.speed, replace(shape, parameters=WIDER * shape.parameters))


def _shape(context: Context) -> Shape:
    parameters = context.runs.members[0].parameters
    return Shape.of(context.data, parameters, context.plain.batch_size)


def recipes_of(prior: Prior, plain: Recipe) -> list[Recipe]:
    """The plain recipe with this network, at each rate; the first bears the network's name alone."""
    name = prior.network.description
    return [
        replace(
            plain,
            name=name if rate == prior.rates[0] else f"{name}, rate {rate:g}",
            network=prior.network,
            optimizer=replace(plain.optimizer, learning_rate=rate),
        )
        for rate in prior.rates
    ]


def best_rate(runs: Runs, recipes: Sequence[Recipe]) -> Recipe | None:
    """The recipe with the lowest mean validation loss; None where none was trained to its end.

    The rows that judge it have no part in it; of folds every second one has, as in the gate of the learning rates,
    so that half of the rows that judge have had a part in no rate.
    """
    trained = {recipe.name for recipe in runs.recipes}
    losses = {recipe: _validation(runs, recipe.name) for recipe in recipes if recipe.name in trained}
    return min(losses, key=lambda recipe: losses[recipe], default=None)


def _validation(runs: Runs, recipe: str) -> float:
    curves = runs.measure(recipe, "validation_loss")
    curves = curves[[member.fold % 2 == 0 for member in runs.of(recipe)]]
    lowest = np.where(np.isfinite(curves), curves, np.inf).min(axis=1)
    return float(lowest.mean())
