"""The learning task: what is predicted, with which loss, judged by which metric."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["binary", "multiclass", "regression"]
KINDS: tuple[Kind, ...] = ("binary", "multiclass", "regression")
LOSSES = {"binary": "binary_crossentropy", "multiclass": "sparse_categorical_crossentropy", "regression": "mse"}


@dataclass(frozen=True, kw_only=True)
class Task:
    """What the network learns: the kind of task, its target column and, for classes, their names.

    `classes` are the labels as text, in the order of the network's outputs (binary: the second is
    the one whose probability the network gives); empty for regression. `reason` says in a clause
    why this kind was chosen.
    """

    kind: Kind
    target: str
    classes: tuple[str, ...] = ()
    reason: str = ""

    @property
    def loss(self) -> str:
        """Keras' name of the loss: binary_crossentropy, sparse_categorical_crossentropy or mse."""
        return LOSSES[self.kind]

    @property
    def metric(self) -> str:
        """The metric people read: accuracy for classes, mae (in the target's own units) for numbers."""
        return "mae" if self.kind == "regression" else "accuracy"

    @property
    def outputs(self) -> int:
        """Units of the network's last layer."""
        return len(self.classes) if self.kind == "multiclass" else 1
