"""A loss of the user's own, which training minimises in place of the task's."""

from dataclasses import dataclass
from typing import Any, Literal

from wellfit.errors import OptionError, kind_of

Sees = Literal["outputs", "probabilities", "both classes"]


@dataclass(frozen=True, kw_only=True)
class OwnLoss:
    """A loss that training minimises; what is measured and compared stays the loss of the task.

    `function` is a name or an object of `keras.losses`, or any function `(y_true, y_pred)` of `keras.ops` that gives
    a number a row. `sees` says what it gets as `y_pred`: the last layer's outputs as they are (logits, or the number
    of a regression), probabilities [rows, 1 or classes], or those of both classes of a binary task [rows, 2].
    With `one_hot`, `y_true` is [rows, classes] of 0 and 1 in place of class numbers.

    >>> OwnLoss(function="mae").name
    'mae'
    """

    function: Any
    sees: Sees = "probabilities"
    one_hot: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.function, str) and not callable(self.function):
            raise OptionError(
                f"A loss is a name of keras.losses or a function (y_true, y_pred), received "
                f"{kind_of(self.function)}: {self.function!r:.80}."
            )

    @property
    def name(self) -> str:
        """What it is called."""
        if isinstance(self.function, str):
            return self.function
        return str(getattr(self.function, "name", None) or getattr(self.function, "__name__", "your loss"))

    @property
    def portable(self) -> bool:
        """Whether it is a loss of Keras that a compiled model may have as it is, wherever it is loaded."""
        home = str(getattr(self.function, "__module__", type(self.function).__module__))
        stock = isinstance(self.function, str) or home.startswith("keras.")
        return stock and not self.one_hot and self.sees != "both classes"
