"""How long the gates will take, from the speed that was measured."""

from dataclasses import replace

from wellfit.workflow.plan import FEWEST_ROWS, FILL, Extent, Plan, Shape, Speed, work

# Of the planned epochs, the part that is trained before the members stop, and epochs that they always take:
# seen on the example data.
TRAINED_SHARE, ALWAYS_TRAINED = 0.5, 15
# Compiled programs beside those of the remedies: controls, a larger network, the final one; and with remedies a
# combination of those that helped.
PROGRAMS = 3
# Parts of the rows that are trained on beside all of them.
FEWER_ROWS = (0.25, 0.5)
# Parameters of a four times wider network in multiples of the plain one: between 4 (many inputs) and 16 (few).
WIDER = 8
# How the standard remedies fall into shapes: recipes that share a program and its batches.
REMEDIES_A_PROGRAM = 3
# The last training may always take this long: a study without a model is worth little.
FEWEST_FINAL_EPOCHS, FINAL_SECONDS = 4, 2.0


def forecast(extent: Extent, speed: Speed, shape: Shape) -> float:
    """Seconds that power, capacity, regularize, more_data and final will take together."""
    power = _epochs(extent, shape, streams=extent.members + 3 * extent.controls, recipes=1)
    wide = _epochs(extent, replace(shape, parameters=WIDER * shape.parameters), streams=extent.members, recipes=1)
    training = speed.seconds_a_unit * _trained(extent) * (power + wide)
    return training + (PROGRAMS - 1) * speed.seconds_a_program + remedies_seconds(extent, speed, shape)


def population_seconds(extent: Extent, speed: Speed, shape: Shape) -> float:
    """Seconds that one recipe takes with all seeds, in all folds."""
    return speed.seconds_a_unit * _trained(extent) * _epochs(extent, shape, streams=extent.members, recipes=1)


def trial_seconds(extent: Extent, seconds: float, rows: int) -> float:
    """The same, where one epoch of one member took so many seconds over so many rows."""
    return seconds / max(1, rows) * extent.rows * extent.epochs * _trained(extent) * extent.members


def remedies_seconds(extent: Extent, speed: Speed, shape: Shape) -> float:
    """Seconds that regularize, more_data and final will take."""
    groups = -(-extent.remedies // REMEDIES_A_PROGRAM)
    remedies = groups * _epochs(extent, shape, streams=extent.members, recipes=REMEDIES_A_PROGRAM)
    fewer = sum(
        _epochs(replace(extent, rows=round(part * extent.rows)), shape, streams=extent.members, recipes=1)
        for part in FEWER_ROWS
    )
    programs = 1 + len(FEWER_ROWS) + groups + bool(extent.remedies)
    training = speed.seconds_a_unit * _trained(extent) * (remedies + fewer)
    return training + programs * speed.seconds_a_program + final_seconds(extent, speed, shape)


def final_seconds(extent: Extent, speed: Speed, shape: Shape) -> float:
    """Seconds that the last gate takes for a network of the plain one's size, with a third more rows."""
    rows, epochs = extent.rows * 4 // 3, max(1, extent.epochs // 3)
    return speed.seconds_a_unit * work(shape, rows, epochs, streams=extent.seeds, recipes=1)


def affordable(plan: Plan, shape: Shape, wanted: Extent, measured: Speed | None = None) -> Extent:
    """What of the last training fits the time left: fewer seeds first, then fewer epochs, then fewer rows.

    `measured` is the speed of this training, where that is another than the plan's.
    """
    speed = measured or plan.speed
    if speed is None:
        return wanted
    extent, left = wanted, max(FINAL_SECONDS, plan.left * FILL - speed.seconds_a_program)
    while speed.seconds_a_unit * _epochs(extent, shape, streams=extent.seeds, recipes=1) > left:
        if extent.seeds > 1:
            extent = replace(extent, seeds=extent.seeds - 1)
        elif extent.epochs > FEWEST_FINAL_EPOCHS:
            extent = replace(extent, epochs=max(FEWEST_FINAL_EPOCHS, extent.epochs // 2))
        elif extent.rows > FEWEST_ROWS:
            extent = replace(extent, rows=max(FEWEST_ROWS, extent.rows // 2))
        else:
            break
    return extent


def _trained(extent: Extent) -> float:
    """The share of the epochs that members train before they stop."""
    return max(min(extent.epochs, ALWAYS_TRAINED), TRAINED_SHARE * extent.epochs) / extent.epochs


def _epochs(extent: Extent, shape: Shape, *, streams: int, recipes: int) -> float:
    return work(shape, extent.rows, extent.epochs, streams=streams, recipes=recipes)
