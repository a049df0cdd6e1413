"""What a gate answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Whether the gate passed, one sentence with its numbers, the evidence, and advice where it failed."""

    passed: bool
    sentence: str
    evidence: Mapping[str, Any] = field(default_factory=dict)
    advice: str = ""
