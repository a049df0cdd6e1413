"""Which remedies can be applied to the plain network, and why others cannot."""

from collections.abc import Sequence
from typing import NamedTuple

from wellfit.data.dataset import Dataset
from wellfit.engine.export import stock_model
from wellfit.errors import ModelError
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies import STANDARD, Larger, LearningRate, Remedy
from wellfit.workflow.context import Context


class NotApplied(NamedTuple):
    """A remedy that cannot be applied, and why, as a clause."""

    remedy: str
    reason: str


def applicable(context: Context) -> tuple[list[Remedy], list[NotApplied]]:
    """The remedies to try, as many as the plan allows, and those that a model of the user's own does not take."""
    wanted = list(STANDARD[: context.plan.extent.remedies])
    if context.own is None:
        return wanted, []
    if context.verdict.kind == "underfit":  # a wider one has been trained already
        wanted = [Larger(), *(remedy for remedy in wanted if remedy != Larger())]
    if context.better_rate is not None:
        wanted.insert(0, LearningRate(rate=context.better_rate))
    return takes(context.plain, wanted, context.data)


def takes(plain: Recipe, remedies: Sequence[Remedy], data: Dataset) -> tuple[list[Remedy], list[NotApplied]]:
    """Which of these remedies a recipe takes, found out by building it with each."""
    taken: list[Remedy] = []
    refused: list[NotApplied] = []
    for remedy in remedies:
        try:
            stock_model(remedy.apply(plain), data, 0)
            taken.append(remedy)
        except ModelError as error:
            refused.append(NotApplied(remedy.label, str(error)))
    return taken, refused


def told(refused: Sequence[NotApplied]) -> str:
    """What cannot be applied, in a sentence; empty where all can.

    >>> told([NotApplied("dropout 0.5", "it has no hidden layer")])
    ' Not applied to your model: dropout 0.5 (it has no hidden layer).'
    """
    by_reason: dict[str, list[str]] = {}
    for one in refused:
        by_reason.setdefault(one.reason, []).append(one.remedy)
    parts = [f"{', '.join(names)} ({reason})" for reason, names in by_reason.items()]
    return f" Not applied to your model: {'; '.join(parts)}." if parts else ""
