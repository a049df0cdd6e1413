"""What fits into the budget: measured speed in, rows, epochs, seeds and remedies out."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np

from wellfit.data.dataset import Dataset
from wellfit.diagnosis.wording import counted
from wellfit.workflow import size

# Part of the budget that an estimate may fill: the rest is for what it does not know.
FILL = 0.8
# In floating-point operations that take as long: starting a small member's step (dozens of small operations),
# and fetching one cell of a batch that all members of a stream share.
STEP_OVERHEAD, CELL = 500_000, 300
COMFORTABLE_ROWS, FEWEST_ROWS, FEWEST_EPOCHS, FEWEST_SEEDS, MAIN_REMEDIES = 20_000, 2_000, 10, 3, 4
WORTH_A_CUT = 0.05
# Of networks that take minutes: what is left of a first look where the time is short.
LEAST_EPOCHS, LEAST_SEEDS = 4, 2
CONTROL_SEEDS = 3
BASELINE_ROWS = 200_000


@dataclass(frozen=True, kw_only=True)
class Extent:
    """How much training the gates do: training rows, epochs, seeds, how many remedies, and folds (1: one split).

    `seeds` are those of one split; in folds there are fewer, see `size.fold_seeds`.
    """

    rows: int
    epochs: int
    seeds: int
    remedies: int
    folds: int = 1

    @property
    def fold_seeds(self) -> int:
        """Seeds of each fold."""
        return self.seeds if self.folds == 1 else size.fold_seeds(self.seeds)

    @property
    def members(self) -> int:
        """How often the gates train a recipe."""
        return self.folds * self.fold_seeds

    @property
    def controls(self) -> int:
        """How often they train a control: in every second fold."""
        return -(-self.folds // 2) * min(CONTROL_SEEDS, self.fold_seeds)


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What a training step's arithmetic depends on."""

    features: int
    parameters: int
    batch: int

    @classmethod
    def of(cls, data: Dataset, parameters: int, batch: int) -> "Shape":
        """That of a network of so many parameters on these data. What convolutions do with images is each member's own
        work, beside which fetching the rows is nothing.
        """
        return cls(features=0 if "image" in data.shapes else data.features, parameters=parameters, batch=batch)


@dataclass(frozen=True, kw_only=True)
class Speed:
    """Measured: seconds for one unit of `work`, and to compile one program."""

    seconds_a_unit: float
    seconds_a_program: float


def work(shape: Shape, rows: int, epochs: int, *, streams: int, recipes: int) -> float:
    """Arithmetic of training in floating-point operations: six for each weight and row, and what comes with a step."""
    member = 6 * shape.batch * shape.parameters + STEP_OVERHEAD
    steps = max(1, rows // shape.batch)
    return float(streams) * epochs * steps * (shape.batch * shape.features * CELL + recipes * member)


@dataclass
class Plan:
    """The time that is left, the extent that was settled, and what was left out for it.

    `most_rows` is the number of training rows that memory has room for; None when all fit.

    `reserve` are the seconds that the last gate needs, whatever the others do.
    """

    budget: float
    extent: Extent
    seed: int
    began: float = field(default_factory=time.monotonic)
    left_out: list[str] = field(default_factory=list)
    told: Callable[[str], None] = print
    speed: Speed | None = None
    estimate: float | None = None
    sentence: str = "No plan was made."
    reserve: float = 5.0
    most_rows: int | None = None

    @property
    def left(self) -> float:
        """Seconds of the budget that are left."""
        return self.budget - (time.monotonic() - self.began)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, as the study holds them."""
        extent, said = asdict(self.extent), {"sentence": self.sentence, "left_out": self.left_out}
        return {"budget": self.budget, "estimate": self.estimate, "extent": extent, **said}

    def leave_out(self, sentence: str) -> None:
        """Note what was not done for lack of time, and say so."""
        self.left_out.append(sentence)
        self.told(f"Left out: {sentence}")

    def deadline(self, share: float) -> float:
        """The moment at which a gate that may take this share of the time left must end."""
        return time.monotonic() + max(0.0, self.left) * share

    def baseline_rows(self, rows: int) -> int:
        """Training rows for the baselines: all, but for very many or very little time (about 20,000 rows a second)."""
        return min(rows, BASELINE_ROWS, max(FEWEST_ROWS, int(self.left * 0.1 * 20_000)))

    def settle(
        self, estimate: Callable[[Extent], float], share: float = 1.0, cuts: "Sequence[Cut] | None" = None
    ) -> None:
        """Cut the extent until its estimate in seconds fits this share of the time left; `sentence` says what results.

        `cuts` are what is given up, the first ones first.
        """
        wanted, limit = self.extent, self.left * FILL * share
        for cut in _CUTS if cuts is None else cuts:
            while estimate(self.extent) > limit:
                smaller = cut(self.extent, wanted)
                # Where compiling takes the time, fewer epochs would cost evidence and save nothing.
                if estimate(smaller) > (1 - WORTH_A_CUT) * estimate(self.extent):
                    break
                self.extent = smaller
        for sentence in _differences(wanted, self.extent):
            self.leave_out(sentence)
        self.estimate, extent = estimate(self.extent), self.extent
        folds = "" if extent.folds == 1 else f"in each of {extent.folds} folds "
        self.sentence = (
            f"Plan: {folds}{extent.rows:,} training rows, up to {extent.epochs} epochs, {extent.fold_seeds} seeds, "
            f"{extent.remedies} remedies; about {self.estimate:.0f} s more, {max(0.0, self.left):.0f} s are left."
        )

    def settle_remedies(self, estimate: Callable[[Extent], float]) -> None:
        """Cut remedies alone until the estimate of what is still to come fits: all else has been trained already."""
        wanted = self.extent
        while estimate(self.extent) > self.left * FILL and self.extent.remedies:
            self.extent = _fewer_remedies(self.extent, wanted)
        for sentence in _differences(wanted, self.extent):
            self.leave_out(sentence)

    def rows(self, train: np.ndarray, at_most: int) -> np.ndarray:
        """As many of these row numbers as asked for and as memory holds, drawn once for all gates."""
        at_most = at_most if self.most_rows is None else min(at_most, self.most_rows)
        if len(train) <= at_most:
            return train
        order = np.random.Generator(np.random.Philox(np.random.SeedSequence([self.seed, 7]))).permutation(len(train))
        return np.sort(train[order[:at_most]])


def _fewer_rows_of_many(extent: Extent, wanted: Extent) -> Extent:
    return replace(extent, rows=max(min(wanted.rows, COMFORTABLE_ROWS), extent.rows // 2))


def _one_split(extent: Extent, _wanted: Extent) -> Extent:
    return replace(extent, folds=1)


def _fewer_epochs(extent: Extent, _wanted: Extent) -> Extent:
    return replace(extent, epochs=max(min(extent.epochs, FEWEST_EPOCHS), 10 * (extent.epochs // 20)))


def _half_the_remedies(extent: Extent, _wanted: Extent) -> Extent:
    return replace(extent, remedies=extent.remedies // 2)


def _fewer_seeds(extent: Extent, _wanted: Extent) -> Extent:
    return replace(extent, seeds=min(extent.seeds, FEWEST_SEEDS))


def _fewer_remedies(extent: Extent, _wanted: Extent) -> Extent:
    return replace(extent, remedies=MAIN_REMEDIES if extent.remedies > MAIN_REMEDIES else 0)


def _few_epochs(extent: Extent, _wanted: Extent) -> Extent:
    return replace(extent, epochs=max(min(extent.epochs, LEAST_EPOCHS), extent.epochs // 2))


def _few_seeds(extent: Extent, _wanted: Extent) -> Extent:
    return replace(extent, seeds=min(extent.seeds, LEAST_SEEDS))


def _fewer_rows(extent: Extent, _wanted: Extent) -> Extent:
    return replace(extent, rows=max(min(extent.rows, FEWEST_ROWS), extent.rows // 2))


# What is given up first: rows that a large table has in plenty, then precision, then questions.
Cut = Callable[[Extent, Extent], Extent]
_CUTS: Sequence[Cut] = (_fewer_rows_of_many, _one_split, _fewer_epochs, _fewer_seeds, _fewer_remedies, _fewer_rows)
# Of networks on images, which take minutes: half-trained ones would say nothing of what helps, so that the epochs stay
# as long as there is a question to give up.
IMAGE_CUTS: Sequence[Cut] = (
    _fewer_rows_of_many,
    _fewer_seeds,
    _half_the_remedies,
    _fewer_epochs,
    _fewer_rows,
    _few_epochs,
    _few_seeds,
)


def _differences(wanted: Extent, settled: Extent) -> Sequence[str]:
    said = []
    if settled.rows < wanted.rows:
        said.append(f"the gates compare recipes on {settled.rows:,} of {wanted.rows:,} training rows")
    if settled.folds < wanted.folds:
        said.append(f"recipes are compared on one split of the rows instead of {wanted.folds} folds")
    if settled.epochs < wanted.epochs:
        said.append(f"members train for at most {counted(settled.epochs, 'epoch')} instead of {wanted.epochs}")
    if settled.seeds < wanted.seeds:
        said.append(f"{counted(settled.seeds, 'seed')} instead of {wanted.seeds}")
    if settled.remedies < wanted.remedies:
        said.append(f"{wanted.remedies - settled.remedies} of {wanted.remedies} remedies were not tried")
    return said


def starting_extent(rows: int, seeds: int, remedies: int, folds: int = 1) -> Extent:
    """What the data calls for, before any clock is looked at."""
    return Extent(rows=rows, epochs=size.epochs(rows), seeds=seeds, remedies=remedies, folds=folds)
