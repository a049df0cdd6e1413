"""What a gate is: a question, an answer with its numbers, and what to try when it fails."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from wellfit.workflow.answer import Answer

if TYPE_CHECKING:
    from wellfit.workflow.context import Context

__all__ = ["Answer", "Gate"]


class Gate(ABC):
    """One step of the workflow. `share` is the part of the time left that it may take."""

    name: ClassVar[str]
    question: ClassVar[str]
    share: ClassVar[float] = 0.0

    @abstractmethod
    def run(self, context: "Context") -> Answer:
        """Answer the question; what later gates need goes into the context, what the report shows into the study."""
