"""What training a family leaves: curves, each member's outcome, and its model."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import polars as pl
from jaxtyping import Bool, Float64, Int64

from wellfit.backend import keras
from wellfit.data.dataset import Dataset
from wellfit.data.series.facts import apart
from wellfit.engine.export import to_keras
from wellfit.engine.joint import joint_epochs
from wellfit.engine.member import TrainedMember
from wellfit.engine.plans.choose import Choice
from wellfit.engine.streams import Control
from wellfit.errors import OptionError
from wellfit.recipes.recipe import Recipe


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Programs compiled, and seconds of compiling and of training."""

    programs: int = 0
    seconds_compiling: float = 0.0
    seconds_training: float = 0.0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(
            programs=self.programs + other.programs,
            seconds_compiling=self.seconds_compiling + other.seconds_compiling,
            seconds_training=self.seconds_training + other.seconds_training,
        )


@dataclass(frozen=True, kw_only=True)
class PlanUsed:
    """How one population was run: which plan and why, what it took, and the peak memory known beforehand."""

    recipes: tuple[str, ...]
    streams: int
    choice: Choice
    member_epochs: int
    seconds: float
    gigabytes: float

    def as_dict(self) -> dict[str, Any]:
        """Plain values, as a study holds them."""
        return {
            "recipes": list(self.recipes),
            "members": len(self.recipes) * self.streams,
            "plan": self.choice.plan.as_dict(),
            "sentence": str(self.choice.plan),
            "reason": self.choice.reason,
            "timings": [{"plan": str(one.plan), "seconds": one.seconds} for one in self.choice.timings],
            "seconds": self.seconds,
            "seconds_a_member_epoch": self.seconds / max(1, self.member_epochs),
            "gigabytes": self.gigabytes,
        }


@dataclass(frozen=True, kw_only=True)
class Runs:
    """The members of one `fit_many`, their curves as a frame (a row for each member and epoch), the cost and the plans.

    `ended` says that whoever watched ended the training before its last epoch.
    """

    data: Dataset
    members: tuple[TrainedMember, ...]
    curves: pl.DataFrame
    cost: Cost
    plans: tuple[PlanUsed, ...] = ()
    ended: bool = False

    @property
    def recipes(self) -> list[Recipe]:
        """The recipes in the order given."""
        return list({member.recipe.name: member.recipe for member in self.members}.values())

    def of(self, recipe: str, control: Control = "none") -> list[TrainedMember]:
        """The members of one recipe, fold by fold (if there are folds) one a seed, in the order of the seeds given."""
        found = [member for member in self.members if member.recipe.name == recipe and member.control == control]
        if not found:
            names = ", ".join(repr(known.name) for known in self.recipes)
            raise OptionError(f"No member of recipe {recipe!r} (control {control!r}) was trained; recipes are {names}.")
        return found

    def only(self, *recipes: str) -> "Runs":
        """The runs of these recipes alone."""
        curves = self.curves.filter(pl.col("recipe").is_in(recipes))
        members = tuple(member for member in self.members if member.recipe.name in recipes)
        return replace(self, members=members, curves=curves)

    def renamed(self, name: str) -> "Runs":
        """The runs of a single recipe under another name."""
        members = tuple(replace(member, recipe=replace(member.recipe, name=name)) for member in self.members)
        curves = self.curves.with_columns(pl.lit(name).alias("recipe"))
        return replace(self, members=members, curves=curves)

    def ordered(self, names: Sequence[str]) -> "Runs":
        """The same runs with their recipes in the order of these names."""
        members = tuple(member for name in names for member in self.members if member.recipe.name == name)
        curves = pl.concat([self.curves.filter(pl.col("recipe") == name) for name in names])
        return replace(self, members=members, curves=curves)

    def measure(self, recipe: str, column: str, control: Control = "none") -> Float64[np.ndarray, "members epochs"]:
        """One column of the curves as [members, epochs], a member a seed and fold; NaN after its last epoch."""
        self.of(recipe, control)  # says so when there is none
        wanted = self.curves.filter(pl.col("recipe") == recipe, pl.col("control") == control)
        wide = wanted.pivot(on="epoch", index=["fold", "seed"], values=column, maintain_order=True)
        return wide.drop("fold", "seed").to_numpy().astype(np.float64)

    def best_rows(self, recipe: str, control: Control = "none") -> Float64[np.ndarray, "seeds rows"]:
        """Loss on each selection row at the member's epoch of `best_epochs`, [seeds, rows].

        With folds, the rows of one fold after those of another, each judged by the members of its fold. Of a
        series, means of rows that follow each other, see `in_blocks`: neighbouring errors say the same thing.
        """
        pairs = zip(self.of(recipe, control), self._judging(recipe, control), strict=True)
        return apart(_by_seed([(member.seed, rows) for member, rows in pairs]), self.data.series)

    def best_epochs(self, recipe: str, control: Control = "none") -> Int64[np.ndarray, " members"]:
        """The epoch (from 1) at which each member is judged; 0 where none had a finite validation loss.

        Without folds the one of the member's own lowest validation loss. With folds the one that the
        validation rows of the other folds choose together, see `joint_epochs`.
        """
        members = self.of(recipe, control)
        if not self.data.folds:
            return np.array([member.best_epoch for member in members])
        folds = np.array([member.fold for member in members])
        found = joint_epochs(self.data, folds, self.measure(recipe, "validation_loss", control))
        return np.minimum(found, [member.epochs for member in members])

    def member_losses(self, recipe: str, control: Control = "none") -> Float64[np.ndarray, " members"]:
        """Each member's mean loss on its selection rows at its epoch of `best_epochs`."""
        return np.array([rows.mean() for rows in self._judging(recipe, control)], np.float64)

    def _judging(self, recipe: str, control: Control) -> list[np.ndarray]:
        """Each member's losses on its selection rows at the epoch at which it is judged."""
        members = self.of(recipe, control)
        if not self.data.folds:
            return [member.best_rows for member in members]
        epochs = self.best_epochs(recipe, control)
        return [
            member.epoch_rows[epoch - 1] if member.epoch_rows is not None and epoch else member.best_rows
            for member, epoch in zip(members, epochs, strict=True)
        ]

    def last_rows(self, recipe: str, control: Control = "none") -> Float64[np.ndarray, "seeds rows"]:
        """Loss on each selection row at each member's last epoch, [seeds, rows], in the order of `best_rows`."""
        rows = _by_seed([(member.seed, member.last_rows) for member in self.of(recipe, control)])
        return apart(rows, self.data.series)

    @property
    def row_folds(self) -> Int64[np.ndarray, " rows"]:
        """The fold by whose members each of the rows of `best_rows` is judged."""
        plain = self.of(self.members[0].recipe.name)
        alike = [member for member in plain if member.seed == plain[0].seed]
        if self.data.series is not None:
            return np.zeros(self.best_rows(plain[0].recipe.name).shape[1], np.int64)
        return np.repeat([member.fold for member in alike], [len(member.best_rows) for member in alike])

    def judged_by(self, control: Control) -> Bool[np.ndarray, " rows"]:
        """Which of all selection rows are those of `best_rows` of a control: some folds may have none."""
        folds = {member.fold for member in self.members if member.control == control}
        return np.isin(self.row_folds, sorted(folds))

    def model(self, recipe: str, seed: int, *, fold: int = 0, weights: Literal["best", "last"] = "best") -> keras.Model:
        """The member as a stock, compiled Keras model that gives probabilities (or the encoded number).

        The model of a fold takes rows as they are in the blocks of `data.folds[fold]`.
        """
        members = {(member.seed, member.fold): member for member in self.of(recipe)}
        if (seed, fold) not in members:
            trained = ", ".join(f"{known} (fold {at})" if self.data.folds else str(known) for known, at in members)
            asked = f"seed {seed} in fold {fold}" if self.data.folds else f"seed {seed}"
            raise OptionError(f"Recipe {recipe!r} was not trained with {asked}; its seeds are {trained}.")
        return to_keras(members[seed, fold], self.data.parts[fold], weights)


def _by_seed(rows: Sequence[tuple[int, np.ndarray]]) -> np.ndarray:
    """Row losses of members as [seeds, rows], those of a seed's folds side by side."""
    folds: dict[int, list[np.ndarray]] = {}
    for seed, losses in rows:
        folds.setdefault(seed, []).append(losses)
    return np.stack([np.concatenate(parts) for parts in folds.values()]).astype(np.float64)


def merge(parts: Sequence[Runs]) -> Runs:
    """Several runs on the same data as one."""
    cost = sum((part.cost for part in parts), Cost())
    members = tuple(member for part in parts for member in part.members)
    curves, ended = pl.concat([part.curves for part in parts]), any(part.ended for part in parts)
    plans = tuple(plan for part in parts for plan in part.plans)
    return Runs(data=parts[0].data, members=members, curves=curves, cost=cost, plans=plans, ended=ended)
