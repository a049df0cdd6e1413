"""Gate 2: which learning rates work?"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from wellfit.data.dataset import Dataset
from wellfit.data.series.facts import apart
from wellfit.diagnosis import effect, holm, mean_interval
from wellfit.engine.runs import Runs
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe
from wellfit.workflow.baselines import constant
from wellfit.workflow.context import Context
from wellfit.workflow.forecast import final_seconds, forecast
from wellfit.workflow.gates.gate import Answer, Gate
from wellfit.workflow.plan import Shape, Speed, work

# Half-decades around Adam's default of 1e-3 (Kingma and Ba, 2015).
RATES = (1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 1.0)
DEFAULT = Optimizer().learning_rate
# Of the rate that a model came with: tenfold steps to find one that works at all, and narrow ones beside it.
MULTIPLES = (1e-3, 1e-2, 0.1, 0.3, 1.0, 3.0, 10.0, 100.0)
SIGNIFICANT = 0.05
STEPS, SEEDS, FOLD_SEEDS, FEWEST_EPOCHS, MOST_EPOCHS = 300, 3, 2, 10, 100


class LearningRateGate(Gate):
    """Trains every rate from the same starts over the same batches for a few hundred steps.

    The default rate is kept unless another is better beyond noise; among those that cannot be told
    apart from the best, the one nearest to the default is taken. The rates are compared on the
    validation split: the selection split judges the network later, and a rate that was chosen by
    its rows would look better on them than it is. Where there are folds it is their validation rows, of every
    second fold: each of these rows judges another network later, and half of them judge no rate.

    A model of the user's own keeps the rate that it came with, which the rates are tried around: it is to be judged
    as it is. A rate that does better is a remedy for later.
    """

    name = "learning_rate"
    question = "Which learning rates work?"
    share = 0.12

    def run(self, context: Context) -> Answer:
        """Train K rates × S seeds, and choose."""
        data, seeds = _few(context), context.options.member_seeds[: SEEDS if context.folded is None else FOLD_SEEDS]
        epochs = _epochs(len(data.parts[0].rows("train")), context.plain.batch_size)
        given = context.plain.optimizer
        recipes = [
            replace(context.plain, name=f"rate {rate:g}", optimizer=replace(given, learning_rate=rate))
            for rate in _rates(context)
        ]
        runs = context.trainer.train(self.name, recipes, data, seeds=seeds, epochs=epochs, share=self.share)
        rates = [_rate(runs, recipe) for recipe in recipes]
        untaught = context.constant.score(context.data.rows("train")).loss
        fitting = [recipe.optimizer.learning_rate for recipe in recipes if _fits(runs, recipe, untaught)]
        tied = _tied(runs, recipes, _constant_losses(context, data))
        default = DEFAULT if context.own is None else given.learning_rate
        working = tied or fitting or [default]
        context.can_be_fitted = bool(fitting) if len(seeds) > 1 else None  # one seed shows nothing beyond noise
        chosen = min(working, key=lambda rate: abs(np.log(rate / default)))
        if context.own is None:
            context.plain = replace(context.plain, optimizer=replace(given, learning_rate=chosen))
        elif chosen != default and len(seeds) > 1:
            losses = {rate["rate"]: rate["loss"] for rate in rates if rate["loss"] is not None}
            context.better_rate = chosen = min(working, key=lambda rate: losses.get(rate, np.inf))
        _settle(context, runs)
        evidence = {"rates": rates, "interval": [min(working), max(working)], "chosen": chosen}
        broken = [f"{rate['rate']:g}" for rate in rates if rate["diverged"]]
        taken = f"{chosen:g} is taken" if context.own is None else _kept(default, context.better_rate)
        sentence = f"{found(tied, fitting, len(seeds))}; {taken}" + (
            f" ({', '.join(broken)} diverged)." if broken else "."
        )
        return Answer(passed=bool(fitting), sentence=sentence, evidence=evidence, advice=_advice(fitting, len(seeds)))


def found(tied: Sequence[float], fitting: Sequence[float], seeds: int) -> str:
    """What can be said of the rates: those tied for the best on held-out rows, and those that fit the training rows.

    >>> found([0.001, 0.003], [0.001, 0.003, 0.01], seeds=3)
    'Rates from 0.001 to 0.003 cannot be told apart from the best'
    >>> found([], [0.01], seeds=3)
    "No rate beats the constant on held-out rows beyond noise, but 0.01 brings the training loss below the constant's"
    """
    if seeds < 2:
        return "With one seed, rates cannot be told apart"
    if len(tied) > 1:
        return f"Rates from {min(tied):g} to {max(tied):g} cannot be told apart from the best"
    if tied:
        return f"The rate {tied[0]:g} does better than all others beyond noise"
    if fitting:
        rates = ", ".join(f"{rate:g}" for rate in fitting)
        bring = "brings" if len(fitting) == 1 else "bring"
        return (
            f"No rate beats the constant on held-out rows beyond noise, but {rates} {bring} the training loss below "
            "the constant's"
        )
    return "No rate brings the training loss below the constant's beyond noise"


def _advice(fitting: Sequence[float], seeds: int) -> str:
    if seeds < 2:
        return "Take at least 5 seeds to compare rates (--seeds 5)."
    return "" if fitting else "The network learns at no rate: look at the target and the columns."


def _rates(context: Context) -> tuple[float, ...]:
    if context.own is None:
        return RATES
    own = context.plain.optimizer.learning_rate
    return tuple(own if multiple == 1.0 else float(f"{own * multiple:.3g}") for multiple in MULTIPLES)


def _kept(own: float, better: float | None) -> str:
    if better is None:
        return f"your model keeps its own, {own:g}"
    return f"your model is judged with its own, {own:g}, and {better:g} is tried as a remedy"


def _settle(context: Context, runs: Runs) -> None:
    """Measure the speed of this training, and plan the gates to come."""
    member = runs.members[0]
    rows, batch = len(runs.data.parts[0].rows("train")), context.plain.batch_size
    shape = Shape.of(runs.data, member.parameters, batch)
    done = work(
        shape, rows, member.epochs, streams=len({(m.seed, m.fold) for m in runs.members}), recipes=len(runs.recipes)
    )
    speed = Speed(
        seconds_a_unit=runs.cost.seconds_training / done,
        seconds_a_program=runs.cost.seconds_compiling / max(1, runs.cost.programs),
    )
    context.plan.speed = speed
    context.plan.settle(lambda extent: forecast(extent, speed, shape))
    if context.folded is not None and context.plan.extent.folds == 1:
        context.leave_folds()
    context.plan.reserve = 2 * speed.seconds_a_program + final_seconds(context.plan.extent, speed, shape)
    context.progress.plan(context.plan.sentence)


def _few(context: Context) -> Dataset:
    """As many training rows as a few hundred steps see, with the validation split in place of the selection split."""
    if context.folded is not None:
        return replace(context.folded, folds=tuple(map(_judged_by_validation, context.folded.folds[::2])))
    splits = context.data.splits
    train = context.plan.rows(splits.train, STEPS // FEWEST_EPOCHS * context.plain.batch_size)
    return _judged_by_validation(replace(context.data, splits=replace(splits, train=train)))


def _judged_by_validation(data: Dataset) -> Dataset:
    return replace(data, splits=replace(data.splits, selection=data.splits.validation))


def _constant_losses(context: Context, data: Dataset) -> np.ndarray:
    """The constant's loss on each row by which rates are judged."""
    if not data.folds:
        return apart(context.constant.losses(data.rows("validation")), data.series)
    return np.concatenate([part.loss_unit * constant.fit(part).selection_rows for part in data.folds])


def _epochs(rows: int, batch: int) -> int:
    """Epochs, in tens, that make a few hundred steps."""
    steps = max(1, rows // batch)
    return min(MOST_EPOCHS, max(FEWEST_EPOCHS, 10 * round(STEPS / steps / 10)))


def _rate(runs: Runs, recipe: Recipe) -> dict[str, Any]:
    members = runs.of(recipe.name)
    losses = np.array([_lowest(row) for row in runs.measure(recipe.name, "validation_loss")])
    finite = losses[np.isfinite(losses)]
    mean = mean_interval(finite) if len(finite) else None
    return {
        "rate": recipe.optimizer.learning_rate,
        "loss": None if mean is None else mean.value,
        "low": None if mean is None else mean.low,
        "high": None if mean is None else mean.high,
        "diverged": sum(member.result == "diverged" for member in members),
    }


def _fits(runs: Runs, recipe: Recipe, untaught: float) -> bool:
    """Whether the training loss ends below the constant's beyond noise over seeds."""
    last = runs.measure(recipe.name, "train_loss")[:, -1]
    return bool(np.isfinite(last).all() and mean_interval(last).high < untaught)


def _lowest(curve: np.ndarray) -> float:
    return float(np.nanmin(curve)) if np.isfinite(curve).any() else float("nan")


def _tied(runs: Runs, recipes: list[Recipe], untaught: np.ndarray) -> list[float]:
    """The rates that cannot be told apart from the best one, with Holm's correction for their number.

    Empty where the best does not beat the constant (`untaught`, [rows]) beyond noise: held-out losses would then
    favour the rate that learns least, and it is the training loss that says which rates work.
    """
    rows = {recipe.optimizer.learning_rate: runs.best_rows(recipe.name) for recipe in recipes}
    whole = {rate: losses for rate, losses in rows.items() if np.isfinite(losses).all()}
    best = min(whole, key=lambda rate: float(whole[rate].mean()), default=None)
    if best is None:
        return []
    gain = effect(whole[best], np.broadcast_to(untaught, whole[best].shape), folds=runs.row_folds)
    if not gain.better:
        return []
    others = [rate for rate in whole if rate != best]
    p = [effect(whole[rate], whole[best], folds=runs.row_folds).p for rate in others]
    corrected = dict(zip(others, holm(p), strict=True))
    return [rate for rate in whole if corrected.get(rate, 1.0) >= SIGNIFICANT]
