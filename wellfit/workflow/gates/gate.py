"""What a gate is: a question, an answer with its numbers, and what to try when it fails."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from wellfit.workflow.context import Context


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Whether the gate passed, one sentence with its numbers, the evidence, and advice where it failed."""

    passed: bool
    sentence: str
    evidence: Mapping[str, Any] = field(default_factory=dict)
    advice: str = ""


class Gate(ABC):
    """One step of the workflow. `share` is the part of the time left that it may take."""

    name: ClassVar[str]
    question: ClassVar[str]
    share: ClassVar[float] = 0.0

    @abstractmethod
    def run(self, context: "Context") -> Answer:
        """Answer the question; what later gates need goes into the context, what the report shows into the study."""
