"""What a finished study says, as plain frozen objects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wellfit.diagnosis import Interval, Verdict


@dataclass(frozen=True, kw_only=True)
class RecordedEffect:
    """What a remedy changed in unpenalised selection loss against `reference` (negative is better).

    `low` and `high` bound a 95 % interval, `p_holm` is corrected for the number of comparisons, `reason` says
    why the remedy was adopted or not. `seeds` are those of each fold, where there are several `folds`.
    """

    remedy: str
    recipe: str
    metric: str
    change: float | None
    low: float | None
    high: float | None
    p: float
    p_holm: float
    seeds: int
    adopted: bool
    reason: str
    reference: str = "the plain network"
    folds: int = 1
    parameters: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RecordedPrior:
    """What a network that suits the kind of data changed in unpenalised selection loss against the plain network.

    `reason` says why it was tried, `rate` is the best of its learning rates by the validation rows, `found` what the
    change comes to; `better` ones beat the plain network beyond noise, also after Holm's correction for the number of
    networks. Without numbers where its members did not all train.
    """

    network: str
    recipe: str
    reason: str
    rate: float
    parameters: int
    change: float | None
    low: float | None
    high: float | None
    p: float
    p_holm: float
    seeds: int
    better: bool
    found: str


@dataclass(frozen=True, kw_only=True)
class RecordedLevel:
    """Of images, one level of training: "scratch", a head on "features", or "tuning" of the backbone's last blocks.

    `selection` and, for the one that is handed over, `test` hold loss and metric; `change` is what it changed in
    selection loss against the level before (negative is better), with a 95 % interval; `epochs` the mean best one.
    """

    level: str
    recipe: str
    selection: Mapping[str, float]
    seeds: int
    epochs: int
    change: float | None
    low: float | None
    high: float | None
    seconds: float
    chosen: bool
    test: Mapping[str, float] | None


@dataclass(frozen=True, kw_only=True)
class RecordedPlan:
    """How a population of one gate was trained: which plan, why, and what it took.

    `timings` are the plans that were tried, with the seconds of a chunk of epochs; `gigabytes` is the peak
    memory, known before it trained.
    """

    gate: str
    recipes: Sequence[str]
    members: int
    plan: Mapping[str, Any]
    sentence: str
    reason: str
    timings: Sequence[Mapping[str, Any]]
    seconds: float
    seconds_a_member_epoch: float
    gigabytes: float


def recorded_verdict(stored: Mapping[str, Any] | None) -> Verdict | None:
    """The verdict from its stored form; None where the run did not get that far."""
    if stored is None:
        return None
    onset = stored["onset_epoch"]
    values = {name: stored[name] for name in ("kind", "recipe", "sentence", "advice", "evidence")}
    return Verdict(**values, onset=None if onset is None else Interval(**onset))
