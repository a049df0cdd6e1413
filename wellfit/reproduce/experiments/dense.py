"""How the texts write a stack of dense layers."""

from wellfit.recipes.networks import DenseNetwork
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.regularization import Regularization

RMSPROP, ADAM = Optimizer(name="rmsprop"), Optimizer(name="adam")  # Keras' own rate of 0.001


def dense(
    name: str,
    units: tuple[int, ...],
    optimizer: Optimizer,
    batch_size: int,
    *,
    activation: str = "relu",
    l2: float = 0.0,
    dropout: float = 0.0,
) -> Recipe:
    """Dense layers of these widths, each with its penalty and its dropout, below the output that the task needs."""
    return Recipe(
        name=name,
        network=DenseNetwork(units=units, activation=activation),
        optimizer=optimizer,
        regularization=Regularization(l2=l2, dropout=dropout),
        batch_size=batch_size,
    )
