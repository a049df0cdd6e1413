"""What a study says of the training of its chosen recipe."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wellfit.code.changes import Changes
from wellfit.data.origin import Origin
from wellfit.data.task import Task
from wellfit.errors import StudyError
from wellfit.record import StudyRecord


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Rows, task and training as the study recorded them; `parts` are the roles of the rows, packed as text."""

    origin: Origin
    task: Task
    findings: Sequence[Mapping[str, Any]]
    best: Mapping[str, Any]
    batch_size: int
    parts: str
    left_out: bool
    changes: Changes
    callbacks: Sequence[str] = ()

    @classmethod
    def of(cls, record: StudyRecord) -> "Settings":
        """From the study on disk. Raises StudyError where it lacks something, or has what plain Keras lacks."""
        best, stored, task = record.get("best"), record.get("training"), record.get("task")
        if best is None or task is None:
            raise StudyError(
                f"The study in {record.folder} has no model, and so no recipe to write down; expected a finished "
                "study. Repeat `wellfit run`, and let it finish."
            )
        if stored is None:
            raise StudyError(
                f"The study in {record.folder} does not say where its rows came from: they were given as encoded "
                "arrays, or an earlier wellfit made it. Expected a study of raw rows; repeat the run with "
                "`wellfit.read`."
            )
        _refuse_beyond(stored["beyond"])
        values = {name: task[name] for name in ("kind", "target")}
        asked = Task(**values, classes=tuple(task["classes"]))
        return cls(
            origin=Origin(**stored["origin"]),
            task=asked,
            findings=(record.get("data") or {}).get("findings", []),
            best=best,
            batch_size=int(stored["batch_size"]),
            parts=str(stored["parts"]),
            left_out=bool(stored["left_out"]),
            callbacks=tuple(stored.get("callbacks", ())),
            changes=Changes.of(stored.get("changes"), asked),
        )

    @property
    def seed(self) -> int:
        """The seed of the saved model, as the script takes it: whole and not too large."""
        return int(self.best["seed"]) % 2**32

    @property
    def epochs(self) -> int:
        """Passes over the training rows."""
        return int(self.best["epochs"])

    @property
    def tested(self) -> bool:
        """Whether there are test rows."""
        return self.best["test"] is not None

    @property
    def fitted(self) -> str:
        """Which rows words are learned from, as source; 4 are those that time or memory left out of the training."""
        return "(part == 0) | (part == 4)" if self.left_out else "part == 0"

    @property
    def note(self) -> str:
        """What follows the explanation of the parts."""
        return " 4 and 5 were left out of the training." if self.left_out else ""

    def comment(self, made_by: str) -> list[str]:
        """What stands at the head of the script: what it needs, and what to expect of it."""
        where, metric = "test" if self.tested else "selection", self.task.metric
        found = self.best[where]
        learn = ", scikit-learn" if any(place.startswith("example:") for place in self.origin.sources) else ""
        return [
            f"# Written by wellfit {made_by}: the recipe {self.best['recipe']!r}.",
            f"# It needs numpy, polars{learn} and keras with jax, tensorflow or torch.",
            f"# The study's own network has a {where} loss of {_shown(found['loss'])} and a {where} {metric} of "
            f"{_shown(found[metric])};",
            "# another seed or another backend comes near that, and not exactly there.",
            *self._without(),
        ]

    def _without(self) -> Iterator[str]:
        """What the study's training had and the script has not."""
        if self.callbacks:
            yield f"# The study trained with callbacks, which are not written here: {', '.join(self.callbacks)}."
            yield "# EPOCHS is how far they let it go; give your own to `model.fit` to have them again."


def _shown(value: float | None) -> str:
    return "nan" if value is None else f"{value:.4f}"


def _refuse_beyond(beyond: Sequence[str]) -> None:
    if beyond:
        raise StudyError(
            f"The chosen recipe trains with {', '.join(sorted(beyond))}, which is not written as plain Keras yet; "
            "expected were layers, an optimizer, a batch size and epochs. Take best/model.keras, and the settings "
            "from the report."
        )
