"""What training should take on a plain machine: the same estimate everywhere, so that what rests on it can be repeated.

Two runs with the same seed must do the same things, so nothing that changes rounding (which members share a
program) may hang on a clock. These figures stand for a CPU core of about 2023; only their proportions matter.
"""

import math

from wellfit.backend import keras
from wellfit.engine.template import Template

FLOPS = 5e10  # of a matrix product, a second
BYTES = 1e10  # to and from memory, a second
OPERATION = 2e-6  # seconds to start one of a step's small operations
OPERATIONS = 60  # of them in a step of a small network: forward, backward, optimizer
COMPILING = 2.0  # seconds for a program
PASSES = 10  # over its weights by a step: read and written by gradients, moments, update


def step_seconds(template: Template, filled: float = 1.0) -> float:
    """One optimizer step of one member, alone; `filled` is the fraction of the input cells that products read."""
    first = sum(math.prod(shape) for shape in (template.shapes[block] for block in template.blocks))
    kernels = [v.shape for v in template.model.trainable_variables if len(v.shape) == 2 and v.shape[0] == first]
    spared = (1 - filled) * sum(math.prod(shape) for shape in kernels[:1])
    flops = 6.0 * (multiplications(template.model) - spared) * template.recipe.batch_size
    return OPERATIONS * OPERATION + flops / FLOPS + 4 * PASSES * template.parameters / BYTES


def multiplications(model: keras.Model) -> int:
    """Of a row's way forward: each kernel's weights, as often as it is applied."""
    return sum(_applied(layer) for layer in model._flatten_layers() if layer.weights and not _contains_layers(layer))


def _contains_layers(layer: keras.Layer) -> bool:
    return bool(layer._layers)


def _applied(layer: keras.Layer) -> int:
    """Weights of a layer times the positions at which it meets them: pixels of a convolution, steps of a sequence."""
    weights = sum(math.prod(variable.shape) for variable in layer.trainable_variables)
    nodes = layer._inbound_nodes  # none where a model calls the layer in code of its own
    shape = nodes[0].output_tensors[0].shape if nodes else ()
    return int(weights * math.prod(size for size in shape[1:-1] if size))


def worth_compacting(template: Template, *, before: int, after: int, steps: int) -> bool:
    """Whether training `after` members instead of `before` for these steps saves more than another program costs.

    Half of the steps are counted: other members will stop on the way.
    """
    return (before - after) * steps / 2 * step_seconds(template) > COMPILING
