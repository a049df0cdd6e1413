"""What a user brings along to a study: a model, a loss, metrics, callbacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Given:
    """Things of the user's own, as they came; None and nothing where the study is to use its own."""

    model: Any = None
    loss: Any = None
    metrics: Sequence[Any] = ()
    callbacks: Sequence[Any] = ()
