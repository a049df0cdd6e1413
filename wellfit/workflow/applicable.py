"""Which remedies can be applied to the plain network, and why others cannot."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from wellfit.data.dataset import Dataset
from wellfit.engine.export import stock_model
from wellfit.errors import ModelError, OptionError
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies import Remedy
from wellfit.workflow.candidates import all_of_them, called_for
from wellfit.workflow.context import Context


class NotApplied(NamedTuple):
    """A remedy that cannot be applied, and why, as a clause."""

    remedy: str
    reason: str


def applicable(context: Context) -> tuple[list[Remedy], list[NotApplied]]:
    """The remedies to try, as many as the plan allows, and those that the network or the data do not take."""
    wanted = all_of_them(context) if context.options.all_remedies else called_for(context)
    taken, refused = takes(context.plain, wanted, context.search.parts[0])
    most = context.plan.extent.remedies
    if len(taken) > most:
        context.plan.leave_out(f"regularize: {', '.join(remedy.label for remedy in taken[most:])}")
    return taken[:most], refused


def takes(plain: Recipe, remedies: Sequence[Remedy], data: Dataset) -> tuple[list[Remedy], list[NotApplied]]:
    """Which of these remedies a recipe takes, found out by building it with each."""
    taken: list[Remedy] = []
    refused: list[NotApplied] = []
    for remedy in remedies:
        try:
            stock_model(_changed(remedy, plain), data, 0)
            taken.append(remedy)
        except (ModelError, OptionError) as error:
            refused.append(NotApplied(remedy.label, str(error)))
    return taken, refused


def _changed(remedy: Remedy, plain: Recipe) -> Recipe:
    """The recipe with the remedy. Raises ModelError where it has that already: it would be compared with itself."""
    recipe = remedy.apply(plain)
    if replace(recipe, name=plain.name) == plain:
        raise ModelError("it is in the plain recipe already")
    return recipe


def told(refused: Sequence[NotApplied]) -> str:
    """What cannot be applied, in a sentence; empty where all can.

    >>> told([NotApplied("dropout 0.5", "it has no hidden layer")])
    ' Not applied: dropout 0.5 (it has no hidden layer).'
    """
    by_reason: dict[str, list[str]] = {}
    for one in refused:
        by_reason.setdefault(one.reason, []).append(one.remedy)
    parts = [f"{', '.join(names)} ({reason})" for reason, names in by_reason.items()]
    return f" Not applied: {'; '.join(parts)}." if parts else ""
