"""What remedies change against the plain network, and which are adopted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from wellfit.diagnosis import Effect, effect, equal_within, holm
from wellfit.engine.runs import Runs
from wellfit.recipes.recipe import Recipe
from wellfit.recipes.remedies import EarlyStopping, Remedy

SIGNIFICANT = 0.05
# A smaller network counts as an equal when its loss is shown to lie within this share of the plain one's.
EQUAL_SHARE = 0.02


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One recipe against the plain network: the effect, its corrected p, and whether it is the simpler of the two."""

    recipe: Recipe
    remedies: tuple[Remedy, ...]
    effect: Effect
    p_holm: float
    reference_loss: float
    simpler: bool
    folds: int = 1
    reference: str = "the plain network"

    @property
    def helps(self) -> bool:
        """The loss falls beyond noise, also after correction for the number of comparisons."""
        return self.effect.better and self.p_holm < SIGNIFICANT

    @property
    def adopted(self) -> bool:
        """It helps, or it is simpler and shown to be equal."""
        return self.helps or (self.simpler and equal_within(self.effect, EQUAL_SHARE * self.reference_loss))

    @property
    def reason(self) -> str:
        """Why it is adopted or not, as a clause."""
        if self.helps:
            return "lowers the loss beyond noise, corrected for the number of comparisons"
        if self.adopted:
            return f"simpler, and equal within {EQUAL_SHARE:.0%} of the loss"
        if self.p_holm < SIGNIFICANT and self.effect.worse:
            return "raises the loss beyond noise, corrected for the number of comparisons"
        if self.effect.better or self.effect.worse:
            seems = "help" if self.effect.better else "hurt"
            return f"seems to {seems}, but not beyond what so many comparisons bring by chance"
        return f"cannot be told apart from {self.reference}"

    def as_dict(self) -> dict[str, Any]:
        """Plain values, as `summary.json` and the study hold them."""
        found = self.effect
        return {
            "remedy": " + ".join(remedy.name for remedy in self.remedies),
            "parameters": {name: value for remedy in self.remedies for name, value in remedy.parameters.items()},
            "recipe": self.recipe.name,
            "metric": "loss",
            "change": found.change,
            "low": found.low,
            "high": found.high,
            "p": found.p,
            "p_holm": self.p_holm,
            "seeds": found.seeds,
            "folds": self.folds,
            "adopted": self.adopted,
            "reference": self.reference,
            "reason": self.reason,
        }


def compare(reference: Runs, plain: Recipe, tried: Mapping[str, Sequence[Remedy]], runs: Runs) -> list[Comparison]:
    """Every tried recipe (by name, with its remedies) against the plain one, each at its own best epoch."""
    base = reference.best_rows(plain.name)
    plain_size = reference.of(plain.name)[0].parameters
    recipes = {recipe.name: recipe for recipe in runs.recipes}
    effects = {name: paired(runs.best_rows(name), base, runs.row_folds) for name in tried}
    corrected = dict(zip(effects, holm([found.p for found in effects.values()]), strict=True))
    return [
        Comparison(
            recipe=recipes[name],
            remedies=tuple(remedies),
            effect=effects[name],
            p_holm=corrected[name],
            reference_loss=float(np.nanmean(base)),
            simpler=runs.of(name)[0].parameters < plain_size,
            folds=len(runs.data.parts),
        )
        for name, remedies in tried.items()
    ]


def early_stopping(reference: Runs, plain: Recipe, compared: Sequence[Comparison]) -> list[Comparison]:
    """What the plain network's best epoch brings against its last one, and the others, corrected for one more."""
    best, last = reference.best_rows(plain.name), reference.last_rows(plain.name)
    found = paired(best, last, reference.row_folds)
    corrected = holm([found.p, *(one.effect.p for one in compared)])
    early = Comparison(
        recipe=replace(plain, name=EarlyStopping().label),
        remedies=(EarlyStopping(),),
        effect=found,
        p_holm=corrected[0],
        reference_loss=float(np.nanmean(last)),
        simpler=False,
        folds=len(reference.data.parts),
        reference=f"the plain network after {max(m.epochs for m in reference.of(plain.name))} epochs",
    )
    return [early, *(replace(one, p_holm=p) for one, p in zip(compared, corrected[1:], strict=True))]


def paired(rows: np.ndarray, base: np.ndarray, folds: np.ndarray) -> Effect:
    """The effect of losses [seeds, rows] against others; where any seed failed there is no help in the others."""
    whole = np.isfinite(rows).all(axis=1) & np.isfinite(base).all(axis=1)
    if not whole.all():
        return Effect(change=float("inf"), low=-float("inf"), high=float("inf"), p=1.0, seeds=int(whole.sum()))
    return effect(rows, base, folds=folds)


def against(runs: Runs, recipe: str, rows: np.ndarray) -> Effect:
    """The effect of a recipe against what a model that is no network loses on each selection row."""
    losses = runs.best_rows(recipe)
    kept = losses[np.isfinite(losses).all(axis=1)]
    if not len(kept):
        return Effect(change=float("inf"), low=-float("inf"), high=float("inf"), p=1.0, seeds=0)
    return effect(kept, np.broadcast_to(rows, kept.shape), folds=runs.row_folds)
