"""A frozen description of one way to train."""

from dataclasses import dataclass, field

from wellfit.errors import OptionError
from wellfit.recipes.loss import OwnLoss
from wellfit.recipes.networks.base import Network
from wellfit.recipes.optimizer import Optimizer
from wellfit.recipes.regularization import Regularization
from wellfit.recipes.training import Training


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """Network, optimizer, regularization, training, batch size and loss: everything but the seed and the rows.

    Without a `loss` of its own, training minimises that of the task. `features` is the share of the encoded columns
    that the network reads, those that say most about the target.

    >>> from wellfit.recipes.networks import DenseNetwork
    >>> recipe = Recipe(name="plain", network=DenseNetwork(units=(16, 16)))
    >>> recipe.optimizer.learning_rate, recipe.batch_size
    (0.001, 32)
    """

    name: str
    network: Network
    optimizer: Optimizer = field(default_factory=Optimizer)
    regularization: Regularization = field(default_factory=Regularization)
    batch_size: int = 32
    loss: OwnLoss | None = None
    training: Training = field(default_factory=Training)
    features: float = 1.0

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise OptionError("A recipe needs a name that is not blank: curves and effects are told apart by it.")
        if self.batch_size < 1:
            raise OptionError(f"The batch size must be at least 1, received {self.batch_size}.")
        if not 0 < self.features <= 1:
            raise OptionError(
                f"The share of columns that is read must be above 0 and at most 1, received {self.features}."
            )
