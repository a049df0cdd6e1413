"""Networks by kind of data, trained beside the plain one over the same seeds and batches, and compared with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from wellfit.data.dataset import Dataset
from wellfit.diagnosis import Effect, choose, holm
from wellfit.engine.runs import Runs
from wellfit.engine.stop import Stop
from wellfit.recipes.networks.priors import Facts, Prior, priors
from wellfit.recipes.recipe import Recipe
from wellfit.workflow import size
from wellfit.workflow.context import Context
from wellfit.workflow.effects import SIGNIFICANT, paired
from wellfit.workflow.forecast import final_seconds, population_seconds, remedies_seconds, trial_seconds
from wellfit.workflow.plan import Shape, work

# Of the time left, what these networks may take together; the remedies were planned to leave a fifth of it.
SHARE = 0.15
# For a network that costs far more than the plain one: training rows of one epoch of one member, whose time is taken.
TRIAL_ROWS = 1_000


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
    return priors(context.search.shapes, Facts(levels=max(part.pipeline.ids.count for part in parts)))


def try_priors(context: Context, gate: str) -> tuple[list[Tried], Runs | None]:
    """Each network that fits the data and the time, at the best of its rates, and their runs; says what is left out."""
    known = fitting(context)
    if not known:
        return [], None
    if len(context.seeds) < 2:
        context.plan.leave_out(f"{gate}: networks by kind of data, which one seed cannot tell apart")
        return [], None
    chosen = _affordable(context, known, gate)
    if not chosen:
        return [], None
    epochs = context.plan.extent.epochs
    runs = context.trainer.train(
        gate,
        [recipe for recipes in chosen.values() for recipe in recipes],
        context.search,
        seeds=context.seeds,
        epochs=epochs,
        share=2 * SHARE,  # an estimate may be out by half, and is no reason to throw away what has been trained
        stop=Stop(patience=size.patience(epochs), together=True, jointly=context.folded is not None),
    )
    if runs.ended:
        return [], None
    best = {prior: found for prior, recipes in chosen.items() if (found := best_rate(runs, recipes)) is not None}
    if not best:
        return [], None
    runs = runs.only(*(recipe.name for recipe in best.values()))
    return compared(context.runs, context.plain, best, runs), runs


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
    plan, runs = context.plan, context.runs
    used = next((used for used in runs.plans if context.plain.name in used.recipes), None)
    if plan.speed is None or used is None:
        return
    rows = len(runs.data.parts[0].rows("train"))
    shape = Shape(features=context.data.features, parameters=runs.members[0].parameters, batch=context.plain.batch_size)
    one = work(shape, rows, 1, streams=1, recipes=1)
    speed = replace(plan.speed, seconds_a_unit=used.seconds / max(1, used.member_epochs) / one)
    plan.speed = speed
    plan.settle_remedies(lambda extent: remedies_seconds(extent, speed, shape))
    plan.reserve = 2 * speed.seconds_a_program + final_seconds(plan.extent, speed, shape)


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


def _affordable(context: Context, known: Sequence[Prior], gate: str) -> dict[Prior, list[Recipe]]:
    """The recipes to train, in order, as far as the time for them goes: all rates of a network, else its first."""
    left, found = SHARE * (context.plan.left - context.plan.reserve), dict[Prior, list[Recipe]]()
    for prior in known:
        recipes = recipes_of(prior, context.plain)
        one = _seconds(context, prior, recipes[0], left)
        program = context.plan.speed.seconds_a_program if context.plan.speed is not None else 0.0
        rates = next((count for count in (len(recipes), 1) if program + count * one <= left), 0)
        if not rates:
            context.plan.leave_out(
                f"{gate}: {prior.network.description}, which would take about {program + one:.0f} s of the "
                f"{max(0.0, left):.0f} s for networks by kind of data"
            )
            continue
        found[prior] = recipes[:rates]
        left -= program + rates * one
    return found


def _seconds(context: Context, prior: Prior, recipe: Recipe, left: float) -> float:
    """How long one rate takes with all seeds, in all folds."""
    plan = context.plan
    if plan.speed is None:
        return 0.0
    if prior.dear:
        if plan.speed.seconds_a_program > left:
            return plan.speed.seconds_a_program
        return trial_seconds(plan.extent, *_trial(context, recipe))
    parameters = context.runs.of(context.plain.name)[0].parameters
    shape = Shape(features=context.data.features, parameters=parameters, batch=recipe.batch_size)
    return population_seconds(plan.extent, plan.speed, shape)


def _trial(context: Context, recipe: Recipe) -> tuple[float, int]:
    """Seconds of one epoch of one member, and over how many training rows."""
    from wellfit.engine.fit_many import fit_many

    data = _few(context.search.parts[0], TRIAL_ROWS)
    runs = fit_many([recipe], data, seeds=context.seeds[:1], epochs=1, session=context.trainer.session)
    return runs.cost.seconds_training, len(data.rows("train"))


def _few(data: Dataset, rows: int) -> Dataset:
    """As many training rows, and a quarter as many that are held out."""
    splits = data.splits
    held = rows // 4
    few = replace(
        splits, train=splits.train[:rows], validation=splits.validation[:held], selection=splits.selection[:held]
    )
    return replace(data, splits=few)
