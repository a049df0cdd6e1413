"""What a rule is."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

# Takes an equation and its inputs; returns the outputs, or NotImplemented where the native primitive is better.
Rule: TypeAlias = Callable[..., Any]
# By the name of the primitive.
Rules: TypeAlias = Mapping[str, Rule]
