"""How long the gates will take, from the speed that was measured."""

from wellfit.workflow.plan import CONTROL_SEEDS, Extent, Speed, work

# Of the planned epochs, the part that is trained before the members stop: seen on the example data.
TRAINED_SHARE = 0.7
# Compiled programs of a whole run: controls, two sizes, four shapes of remedies, a combination, the final network.
PROGRAMS = 9
# Parameters of a four times wider network in multiples of the plain one: between 4 (many inputs) and 16 (few).
WIDER = 8


def final_seconds(extent: Extent, speed: Speed, parameters: int, batch: int) -> float:
    """Seconds that the last gate takes for a network of the plain one's size, with a third more rows."""
    return speed.seconds_a_unit * extent.seeds * work(parameters, batch, extent.rows * 4 // 3, extent.epochs, 1)


def forecast(extent: Extent, speed: Speed, parameters: int, batch: int) -> float:
    """Seconds that power, capacity, regularize and final will take together."""
    one = work(parameters, batch, extent.rows, extent.epochs, 1)
    wide = work(WIDER * parameters, batch, extent.rows, extent.epochs, 1)
    controls = 3 * min(CONTROL_SEEDS, extent.seeds)
    plain = extent.seeds * (1 + extent.remedies + 1) + controls
    training = speed.seconds_a_unit * TRAINED_SHARE * (plain * one + extent.seeds * (1 + bool(extent.remedies)) * wide)
    programs = PROGRAMS if extent.remedies else 4
    return training + programs * speed.seconds_a_program
