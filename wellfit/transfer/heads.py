"""Heads on features: hundreds of small networks that train in one program."""

from collections.abc import Sequence

from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization

UNITS = (0, 32)
RATES = (3e-4, 1e-3, 3e-3)
DROPOUTS = (0.0, 0.5)
PENALTIES = (0.0, 1e-3, 3e-3, 1e-2, 3e-2)


def heads(
    units: Sequence[int] = UNITS,
    rates: Sequence[float] = RATES,
    dropouts: Sequence[float] = DROPOUTS,
    penalties: Sequence[float] = PENALTIES,
    batch_size: int = 32,
) -> list[Recipe]:
    """Recipes for the block "dense" of `feature_data`, the simplest first: linear heads, then one hidden layer each.

    Args:
        units: of the hidden layer; 0 for none.
        rates: learning rates.
        dropouts: rates of dropout behind the hidden layer.
        penalties: L2 of all kernels.
        batch_size: rows in a batch.

    >>> [recipe.name for recipe in heads(units=(0, 8), rates=(0.001,), dropouts=(0.0,), penalties=(0.0,))]
    ['head linear, rate 0.001', 'head dense 8, rate 0.001']
    """
    return [
        _head(width, rate, dropout, penalty, batch_size)
        for width in units
        for dropout in (dropouts if width else (0.0,))
        for penalty in penalties
        for rate in rates
    ]


def _head(width: int, rate: float, dropout: float, penalty: float, batch_size: int) -> Recipe:
    network = DenseNetwork(units=(width,) if width else (), penalised_output=True)
    parts = [
        f"head {network.description}",
        f"rate {rate:g}",
        *([f"dropout {dropout:g}"] if dropout else []),
        *([f"L2 {penalty:g}"] if penalty else []),
    ]
    return Recipe(
        name=", ".join(parts),
        network=network,
        optimizer=Optimizer(learning_rate=rate),
        regularization=Regularization(l2=penalty, dropout=dropout),
        batch_size=batch_size,
    )
