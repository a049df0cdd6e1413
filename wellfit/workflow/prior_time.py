"""Which networks by kind of data there is time for: at how many rates, and for how many epochs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from wellfit.data.dataset import Dataset
from wellfit.recipes.networks.priors import Prior
from wellfit.recipes.recipe import Recipe
from wellfit.workflow.context import Context
from wellfit.workflow.forecast import population_seconds, trial_seconds
from wellfit.workflow.plan import Shape

# Of the time left, what these networks may take together; the remedies were planned to leave a fifth of it.
SHARE = 0.15
# Of a network that costs far more than the plain one: training rows and members of the one epoch that is timed.
TRIAL_ROWS, TRIAL_MEMBERS = 1_000, 2
# A network that beats the plain one after so few epochs is a find; that it does not would say little after fewer.
FEWEST_EPOCHS = 6


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Of a network the recipes to train, one a rate, and for how many epochs at most."""

    recipes: Sequence[Recipe]
    epochs: int


def affordable(context: Context, recipes: Mapping[Prior, Sequence[Recipe]], gate: str) -> dict[Prior, Wanted]:
    """In order, what the time is enough for; a network for which it is not is left out, and that is said.

    Every rate where there is time for all, else the first one, else that for fewer epochs.
    """
    left, found = SHARE * (context.plan.left - context.plan.reserve), dict[Prior, Wanted]()
    program = context.plan.speed.seconds_a_program if context.plan.speed is not None else 0.0
    for prior, several in recipes.items():
        wanted = [
            Wanted(recipes=several, epochs=context.plan.extent.epochs),
            *(Wanted(recipes=several[:1], epochs=epochs) for epochs in _fewer(context.plan.extent.epochs)),
        ]
        costs = _Costs(context, prior, several[0], left - program)
        fits = next((one for one in wanted if program + costs.seconds(one) <= left), None)
        if fits is None:
            least = program + costs.seconds(wanted[-1])
            long = f"about {least:.0f} s" if np.isfinite(least) else "more"
            context.plan.leave_out(
                f"{gate}: {prior.network.description}, which would take {long} of the {max(0.0, left):.0f} s that were "
                "left for networks by kind of data"
            )
            continue
        if fits.epochs < context.plan.extent.epochs:
            context.plan.leave_out(
                f"{gate}: {prior.network.description} trains for at most {fits.epochs} of "
                f"{context.plan.extent.epochs} epochs"
            )
        found[prior] = fits
        left -= program + costs.seconds(fits)
    return found


def _fewer(epochs: int) -> list[int]:
    """The epochs, halved as often as it goes.

    >>> _fewer(40), _fewer(5)
    ([40, 20, 10, 6], [5])
    """
    found = [epochs]
    while found[-1] > FEWEST_EPOCHS:
        found.append(max(FEWEST_EPOCHS, found[-1] // 2))
    return found


class _Costs:
    """What a network takes: of a dear one measured, infinite where not even that fits the time left."""

    def __init__(self, context: Context, prior: Prior, recipe: Recipe, left: float) -> None:
        self._extent, self._speed = context.plan.extent, context.plan.speed
        parameters = context.runs.of(context.plain.name)[0].parameters
        self._shape = Shape.of(context.data, parameters, recipe.batch_size)
        self._trial: tuple[float, int] | None = None
        if prior.dear and self._speed is not None:
            fits = left > self._speed.seconds_a_program  # which the trial takes as well
            self._trial = _timed(context, recipe) if fits else (np.inf, 1)

    def seconds(self, wanted: Wanted) -> float:
        """With all seeds, in all folds."""
        if self._speed is None:
            return 0.0
        extent = replace(self._extent, epochs=wanted.epochs)
        if self._trial is not None:
            return len(wanted.recipes) * trial_seconds(extent, *self._trial)
        return len(wanted.recipes) * population_seconds(extent, self._speed, self._shape)


def _timed(context: Context, recipe: Recipe) -> tuple[float, int]:
    """Seconds of one epoch of one member, and over how many training rows."""
    from wellfit.engine.fit_many import fit_many

    data, seeds = few(context.search.parts[0], TRIAL_ROWS), context.seeds[:TRIAL_MEMBERS]
    runs = fit_many([recipe], data, seeds=seeds, epochs=1, session=context.trainer.session)
    return runs.cost.seconds_training / len(seeds), len(data.rows("train"))


def few(data: Dataset, rows: int) -> Dataset:
    """So many training rows, for a trial, and a quarter as many that are held out."""
    splits, held = data.splits, rows // 4
    some = replace(
        splits, train=splits.train[:rows], validation=splits.validation[:held], selection=splits.selection[:held]
    )
    return replace(data, splits=some)
