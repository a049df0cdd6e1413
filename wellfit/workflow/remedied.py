"""Remedies one at a time against the plain network, then those that helped together, and the choice among all."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from wellfit.diagnosis import choose
from wellfit.engine.runs import Runs, merge
from wellfit.engine.stop import Stop
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies import Remedy
from wellfit.workflow import size
from wellfit.workflow.answer import Answer
from wellfit.workflow.applicable import applicable, told
from wellfit.workflow.combined import combined
from wellfit.workflow.context import Context
from wellfit.workflow.effects import Comparison, compare, early_stopping
from wellfit.workflow.evidence import verdict

_OWN_ADVICE = "Pass a Sequential or functional model, whose layers can be changed, or put the remedies in by hand."
_NO_TIME = Answer(passed=False, sentence="There was no time to try remedies.", advice="Give a larger budget.")


def try_remedies(context: Context, gate: str, share: float) -> Answer:
    """Compare every remedy with the plain network, and choose among all recipes.

    Each is trained with the seeds, starts and batches of the plain network, in at most this share of the time left.
    What is compared and chosen goes into the context, and the effects into the study.
    """
    late = context.short_of_time(gate)
    remedies, refused = ([], []) if late else applicable(context)
    if refused and not remedies:
        return Answer(passed=False, sentence=f"No remedy can be applied.{told(refused)}", advice=_OWN_ADVICE)
    if not remedies:
        return _NO_TIME
    recipes = [remedy.apply(context.plain) for remedy in remedies]
    known = [found for recipe in recipes if (found := _already(context, recipe)) is not None]
    done = {runs.recipes[0].name for runs in known}
    trained = [*known, *_whole(context, gate, share, [recipe for recipe in recipes if recipe.name not in done])]
    if not trained:
        return _NO_TIME
    singly = {recipe.name: [remedy] for recipe, remedy in zip(recipes, remedies, strict=True)}
    runs, tried = _with_combination(context, gate, share, merge(trained), singly)
    early, *compared = _compared(context, tried, runs)
    context.effects = [early, *compared]
    context.writer.put("effects", [comparison.as_dict() for comparison in context.effects])
    chosen, tied = _choose(context, runs, compared)
    context.candidates |= {recipe.name: (gate, runs) for recipe in runs.recipes if recipe.name not in done}
    _keep(context, runs, chosen)
    adopted = [comparison.recipe.name for comparison in compared if comparison.adopted]
    return Answer(
        passed=bool(adopted),
        sentence=_sentence(adopted, len(compared), chosen.name, plain=context.plain.name, images=_images(context))
        + told(refused),
        evidence={
            "comparisons": len(context.effects),
            "tried": [remedy.label for remedy in remedies],
            "correction": "p-values corrected for the number of comparisons by Holm's method",
            "chosen": chosen.name,
            "cannot_be_told_apart_from_the_best": tied,
            **({"not_applied": [one._asdict() for one in refused]} if refused else {}),
        },
        advice=_advice(adopted, len(context.seeds)),
    )


def _with_combination(
    context: Context, gate: str, share: float, runs: Runs, remedies: Mapping[str, Sequence[Remedy]]
) -> tuple[Runs, dict[str, Sequence[Remedy]]]:
    """The runs, with those of the remedies that helped in one recipe, and the remedies of each recipe."""
    tried = {recipe.name: remedies[recipe.name] for recipe in runs.recipes}
    together = _together(context, _compared(context, tried, runs)[1:])
    if together is not None and not context.short_of_time(gate):
        recipe, parts = together
        if more := _whole(context, gate, share, [recipe]):
            return merge([runs, *more]), {**tried, recipe.name: parts}
    return runs, tried


def _keep(context: Context, runs: Runs, chosen: Recipe) -> None:
    """What was chosen, and the verdict on it."""
    context.chosen, context.chosen_runs = chosen, context.runs if chosen == context.plain else runs
    bigger, fits = _larger(context, chosen), context.can_be_fitted
    context.chosen_verdict = verdict(context.chosen_runs, chosen.name, context.constant, bigger=bigger, fits=fits)
    if chosen == context.plain:
        context.plain_verdict = context.chosen_verdict  # the same network, now that a larger one has been seen


def _whole(context: Context, gate: str, share: float, recipes: Sequence[Recipe]) -> list[Runs]:
    """Their runs; none where the clock cut them short: they cannot be compared with networks that it did not."""
    epochs = context.plan.extent.epochs
    runs = context.trainer.train(
        gate,
        recipes,
        context.search,
        seeds=context.seeds,
        epochs=epochs,
        share=share,
        # The plain network was trained on to see what becomes of it; here the best epochs are compared.
        stop=Stop(patience=size.patience(epochs), together=True, jointly=context.folded is not None),
    )
    return [] if runs.ended else [runs]


def _already(context: Context, recipe: Recipe) -> Runs | None:
    """The runs of an equal recipe that an earlier gate trained, under this recipe's name."""
    for name, (_, runs) in context.candidates.items():
        if name != context.plain.name and replace(runs.of(name)[0].recipe, name=recipe.name) == recipe:
            return runs.only(name).renamed(recipe.name)
    return None


def _compared(context: Context, tried: Mapping[str, Sequence[Remedy]], runs: Runs) -> list[Comparison]:
    """Early stopping, then every recipe that was tried."""
    return early_stopping(context.runs, context.plain, compare(context.runs, context.plain, tried, runs))


def _together(context: Context, compared: Sequence[Comparison]) -> tuple[Recipe, list[Remedy]] | None:
    """The best strength of each remedy that helped, all in one recipe; None where that is nothing new."""
    helped = sorted((c for c in compared if c.helps), key=lambda c: c.effect.change)
    best: dict[str, Remedy] = {}
    for comparison in helped:
        for remedy in comparison.remedies:
            best.setdefault(remedy.name, remedy)
    recipe, parts = combined(context.plain, list(best.values()), context.search.parts[0])
    known = [replace(comparison.recipe, name=recipe.name) for comparison in compared]
    return None if len(parts) < 2 or recipe in known else (recipe, parts)


def _choose(context: Context, runs: Runs, compared: Sequence[Comparison]) -> tuple[Recipe, Sequence[str]]:
    """Of the recipes that cannot be told apart from the best, the simplest: fewest parameters, then fewest remedies.

    Of images the lowest loss decides between recipes of one size, see `_size`.
    Where remedies help beyond noise, among these alone: another recipe may tie with them by noise,
    but it ties with the plain network as well, which they beat. With one seed all tie, and the
    simplest would be taken however bad it is: the plain network is kept then.
    """
    plain = context.plain
    if len(context.seeds) < 2:
        return plain, [plain.name]
    helping = [comparison.recipe for comparison in compared if comparison.helps]
    rows, sizes = {}, {}
    if not helping:
        rows[plain.name] = context.runs.best_rows(plain.name)
        sizes[plain.name] = float(context.runs.of(plain.name)[0].parameters)
    for recipe in helping or runs.recipes:
        rows[recipe.name] = runs.best_rows(recipe.name)
        sizes[recipe.name] = _size(recipe, runs.of(recipe.name)[0].parameters, images=_images(context))
    if not any(np.isfinite(losses).all(axis=1).any() for losses in rows.values()):
        return plain, [plain.name]  # everything diverged: there is nothing to choose between
    choice = choose(rows, sizes, folds=runs.row_folds)
    return {recipe.name: recipe for recipe in [plain, *runs.recipes]}[choice.name], choice.tied


def _size(recipe: Recipe, parameters: int, *, images: bool) -> float:
    """Parameters, and for each remedy less than one, which decides between networks of one size.

    Of images the lowest loss decides between them: that they are augmented is usual, and the few that are held out can
    hardly show what it brings.
    """
    return parameters + (0.0 if images else 0.1 * (1 + recipe.name.count(" + ")))


def _images(context: Context) -> bool:
    return "image" in context.data.shapes


def _larger(context: Context, chosen: Recipe) -> Runs | None:
    """Runs whose first recipe is the chosen one with more units, where one was trained."""
    shapes, size_of_chosen = context.search.shapes, context.candidates[chosen.name][1].of(chosen.name)[0].parameters
    for name, (_, runs) in context.candidates.items():
        members = runs.of(name)
        same = replace(members[0].recipe, network=chosen.network, name=chosen.name) == chosen
        wider = members[0].recipe.network
        alike = type(wider) is type(chosen.network) and wider.inputs(shapes) == chosen.network.inputs(shapes)
        if same and alike and members[0].parameters > size_of_chosen:
            return runs.only(name)
    return None


def _advice(adopted: Sequence[str], seeds: int) -> str:
    if adopted:
        return ""
    if seeds < 2:
        return "One seed cannot tell an effect from chance: take at least 5 (--seeds 5)."
    return "Nothing helps beyond noise: more rows or better features are the way on."


def _sentence(adopted: Sequence[str], number: int, chosen: str, *, plain: str, images: bool) -> str:
    if adopted:
        return f"{len(adopted)} of {number} remedies hold: {', '.join(adopted)}. Chosen: {chosen}."
    which = "of the lowest loss among those of its size" if images else "the simplest of those"
    kept = "is kept" if chosen == plain else f"is chosen, {which} that cannot be told apart from the best"
    return f"None of {number} remedies lowers the selection loss beyond noise; {chosen} {kept}."
