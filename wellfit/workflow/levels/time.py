"""What training a network on images takes, measured on a few of them, and what fits the time that is left."""

from wellfit.data.dataset import Dataset
from wellfit.engine.fit_many import fit_many
from wellfit.engine.runs import Runs
from wellfit.recipes.recipe import Recipe
from wellfit.workflow.context import Context
from wellfit.workflow.forecast import REMEDIES_A_PROGRAM, population_seconds
from wellfit.workflow.plan import IMAGE_CUTS, Extent, Shape, Speed, work
from wellfit.workflow.prior_time import few

# Enough batches to fill both cores for a second or two, and members that train side by side as they will.
TRIAL_ROWS, TRIAL_MEMBERS = 256, 2


def measured(context: Context, recipe: Recipe, data: Dataset) -> tuple[Speed, Shape]:
    """One epoch of two members over a few rows: seconds a unit of work and to compile, and the network's shape."""
    some, seeds = few(data, TRIAL_ROWS), context.options.member_seeds[:TRIAL_MEMBERS]
    runs = fit_many([recipe], some, seeds=seeds, epochs=1, session=context.trainer.session)
    shape = Shape.of(data, runs.members[0].parameters, recipe.batch_size)
    done = work(shape, len(some.rows("train")), 1, streams=len(seeds), recipes=1)
    speed = Speed(
        seconds_a_unit=runs.cost.seconds_training / done,
        seconds_a_program=runs.cost.seconds_compiling / max(1, runs.cost.programs),
    )
    return speed, shape


def last_seconds(extent: Extent, speed: Speed, shape: Shape) -> float:
    """Seconds that the last gate takes for one seed: a fifth more rows, for as long as such networks still gain."""
    rows, epochs = extent.rows * 6 // 5, max(1, extent.epochs // 2)
    return 2 * speed.seconds_a_program + speed.seconds_a_unit * work(shape, rows, epochs, streams=1, recipes=1)


def settle(context: Context, speed: Speed, shape: Shape, share: float) -> None:
    """Plan the network from scratch and its remedies for this share of the time left, and say so."""
    plan = context.plan
    plan.speed = speed

    def seconds(extent: Extent) -> float:
        training = (1 + extent.remedies) * population_seconds(extent, speed, shape)
        programs = 1 + -(-extent.remedies // REMEDIES_A_PROGRAM)
        return training + programs * speed.seconds_a_program + last_seconds(extent, speed, shape)

    plan.settle(seconds, share, IMAGE_CUTS)
    context.progress.plan(plan.sentence)


def trained_speed(runs: Runs, recipe: Recipe) -> tuple[Speed, Shape]:
    """The same of a recipe that has been trained, from what its population took."""
    shape = Shape.of(runs.data, runs.of(recipe.name)[0].parameters, recipe.batch_size)
    used = next(used for used in runs.plans if recipe.name in used.recipes)
    one = work(shape, len(runs.data.rows("train")), 1, streams=1, recipes=1)
    speed = Speed(
        seconds_a_unit=used.seconds / max(1, used.member_epochs) / one,
        seconds_a_program=runs.cost.seconds_compiling / max(1, runs.cost.programs),
    )
    return speed, shape
