"""How long the gates will take, from the speed that was measured."""

from dataclasses import replace

from wellfit.workflow.plan import CONTROL_SEEDS, Extent, Shape, Speed, work

# Of the planned epochs, the part that is trained before the members stop: seen on the example data.
TRAINED_SHARE = 0.5
# Compiled programs of a whole run: controls, two sizes, four shapes of remedies, a combination, the final network.
PROGRAMS = 9
# Parameters of a four times wider network in multiples of the plain one: between 4 (many inputs) and 16 (few).
WIDER = 8
# How the standard remedies fall into shapes: recipes that share a program and its batches.
REMEDIES_A_PROGRAM = 3


def forecast(extent: Extent, speed: Speed, shape: Shape) -> float:
    """Seconds that power, capacity, regularize and final will take together."""
    controls = 3 * min(CONTROL_SEEDS, extent.seeds)
    power = _epochs(extent, shape, streams=extent.seeds + controls, recipes=1)
    wide = _epochs(extent, replace(shape, parameters=WIDER * shape.parameters), streams=extent.seeds, recipes=1)
    groups = -(-extent.remedies // REMEDIES_A_PROGRAM)
    remedies = groups * _epochs(extent, shape, streams=extent.seeds, recipes=REMEDIES_A_PROGRAM)
    training = speed.seconds_a_unit * TRAINED_SHARE * (power + wide + remedies)
    programs = PROGRAMS if extent.remedies else 4
    return training + programs * speed.seconds_a_program + final_seconds(extent, speed, shape)


def final_seconds(extent: Extent, speed: Speed, shape: Shape) -> float:
    """Seconds that the last gate takes for a network of the plain one's size, with a third more rows."""
    rows, epochs = extent.rows * 4 // 3, max(1, extent.epochs // 3)
    return speed.seconds_a_unit * work(shape, rows, epochs, streams=extent.seeds, recipes=1)


def _epochs(extent: Extent, shape: Shape, *, streams: int, recipes: int) -> float:
    return work(shape, extent.rows, extent.epochs, streams=streams, recipes=recipes)
