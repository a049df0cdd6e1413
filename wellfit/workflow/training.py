"""Training for the gates: recorded in the study, told to whoever watches, ended when the time is up."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from wellfit.data.dataset import Dataset
from wellfit.engine.chunks import ChunkDone
from wellfit.engine.executors.cost_line import cost_line
from wellfit.engine.fit_many import fit_many
from wellfit.engine.runs import Cost, Runs
from wellfit.engine.session import Session
from wellfit.engine.stop import Stop
from wellfit.engine.streams import Control
from wellfit.recipes.recipe import Recipe
from wellfit.record import StudyWriter
from wellfit.workflow.plan import Plan
from wellfit.workflow.progress import Progress

# Of recipes that were left out, where there are more than twice as many.
MOST_NAMED = 5


class Trainer:
    """Runs `fit_many` for gates with one session, and adds up what it all cost."""

    def __init__(self, writer: StudyWriter, progress: Progress, plan: Plan) -> None:
        self._writer, self._progress, self._plan = writer, progress, plan
        self.session = Session()
        self.cost = Cost()
        self.members = 0
        self._plans: list[dict[str, Any]] = []

    def train(
        self,
        gate: str,
        recipes: Sequence[Recipe],
        data: Dataset,
        *,
        seeds: Sequence[int],
        epochs: int,
        share: float,
        stop: Stop | None = None,
        controls: Mapping[Control, int] | None = None,
    ) -> Runs:
        """Train the family; it ends early when it has used its share of the time that is left."""
        watch = _Watch(gate, len(recipes), self._progress, self._plan.deadline(share))
        runs = fit_many(
            recipes, data, seeds=seeds, epochs=epochs, stop=stop, controls=controls, watch=watch, session=self.session
        )
        self._add_up(runs)
        runs = self._comparable(gate, runs, watch, recipes, epochs)
        self._writer.add_members(_members(gate, runs))
        self._plans += [{"gate": gate, **used.as_dict()} for used in runs.plans]
        self._writer.put("plans", self._plans)
        self._writer.add_curves(runs.curves.with_columns(pl.lit(gate).alias("gate")))
        return runs

    def _add_up(self, runs: Runs) -> None:
        """What it has cost by now; the first time, say what it costs that members do not train together."""
        first = not self.members
        self.cost, self.members = self.cost + runs.cost, self.members + len(runs.members)
        if first and (line := cost_line(self.members, self.cost.seconds_training)):
            self._progress.note(line)

    def _comparable(self, gate: str, runs: Runs, watch: "_Watch", recipes: Sequence[Recipe], epochs: int) -> Runs:
        """Without the recipes that the clock cut short, unless there are no others; says what is missing."""
        whole = [recipe.name for recipe in runs.recipes if recipe.name not in watch.cut]
        if watch.cut and not whole:
            self._plan.leave_out(f"{gate}: training ended after epoch {watch.epoch} of {epochs}, its time was up")
            whole = watch.cut
        missing = [recipe.name for recipe in recipes if recipe.name not in whole]
        if missing:
            self._plan.leave_out(f"{gate}: no time was left for {_listed(missing)}")
        comparable = runs.only(*whole)
        return comparable if not watch.cut or whole == watch.cut else replace(comparable, ended=False)


class _Watch:
    """Turns chunks into progress, and ends the training when its time is up; `cut` names what was under way then."""

    def __init__(self, gate: str, recipes: int, progress: Progress, deadline: float) -> None:
        self._gate, self._recipes, self._progress, self._deadline = gate, recipes, progress, deadline
        self._began = time.monotonic()
        self._finished = 0.0
        self.epoch = 0
        self.cut: list[str] = []

    def __call__(self, done: ChunkDone) -> bool:
        now = time.monotonic()
        part = len(done.recipes) / self._recipes
        share = self._finished + part * done.epoch / done.epochs
        speed = done.members * done.chunk / max(done.seconds, 1e-9)
        left = (now - self._began) * max(0.0, 1 - share) / max(share, 1e-9)
        self._progress.training(self._gate, done.members, done.epoch, done.epochs, speed, left)
        if now >= self._deadline:
            self.epoch, self.cut = done.epoch, [recipe.name for recipe in done.recipes] if done.running else []
            return True
        self._finished += part if done.running == 0 else 0.0
        return False


def _listed(names: Sequence[str]) -> str:
    """Names with commas between; of many the first ones, and how many more.

    >>> _listed([f"head {number}" for number in range(20)])
    'head 0, head 1, head 2, head 3, head 4 and 15 more'
    """
    most = MOST_NAMED if len(names) > 2 * MOST_NAMED else len(names)
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _members(gate: str, runs: Runs) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "gate": gate,
                "recipe": member.recipe.name,
                "seed": member.seed,
                "fold": member.fold,
                "control": member.control,
                "result": member.result,
                "sentence": member.sentence,
                "best_epoch": member.best_epoch,
                "epochs": member.epochs,
                "learning_rate": member.recipe.optimizer.learning_rate,
                "parameters": member.parameters,
            }
            for member in runs.members
        ]
    )
