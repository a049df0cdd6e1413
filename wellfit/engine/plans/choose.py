"""Which plan a population gets: the one known for it, the fastest of those tried, or the rule's."""

import hashlib
import json
import platform
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jax

from wellfit.engine import cache
from wellfit.engine.plans.cost import COMPILING
from wellfit.engine.plans.plan import LAYOUTS, Plan

WORTH = 10  # training should take so many times as long as trying the plans


@dataclass(frozen=True, kw_only=True)
class Timing:
    """Seconds that a chunk of epochs took under a plan."""

    plan: Plan
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A plan, why it was taken, and what was timed for it."""

    plan: Plan
    reason: str
    timings: tuple[Timing, ...] = ()


def choose(
    key: str, rule: Plan, candidates: Sequence[Plan], training: float, chunk: float, seconds: Callable[[Plan], float]
) -> Choice:
    """The plan for a population that `key` describes.

    Args:
        key: everything that the time depends on; the machine and the versions are added.
        rule: the plan taken where trying does not pay.
        candidates: plans worth trying.
        training, chunk: estimated seconds of the whole training and of one chunk of epochs.
        seconds: tries a plan on one chunk.
    """
    if known := _known(key):
        return known
    if len(candidates) < 2 or not pays(len(candidates), training, chunk):
        return Choice(plan=rule, reason="by rule: too short to repay trying others")
    timings = tuple(Timing(plan=plan, seconds=seconds(plan)) for plan in candidates)
    best = min(timings, key=lambda timing: timing.seconds).plan
    choice = Choice(plan=best, reason=f"the fastest of {len(timings)} tried", timings=timings)
    _remember(key, choice)
    return choice


def pays(plans: int, training: float, chunk: float) -> bool:
    """Whether training takes so long that so many plans may be tried on a chunk each."""
    return training >= WORTH * plans * (COMPILING + chunk)


def machine() -> str:
    """What a timing depends on besides the population."""
    device = jax.devices()[0]
    return f"{platform.machine()} {device.device_kind} {jax.device_count()} {jax.__version__}"


def _file(key: str) -> Path | None:
    place = cache.folder()
    if place is None:
        return None
    return place / "plans" / f"{hashlib.sha256(f'{machine()} {key}'.encode()).hexdigest()}.json"


def _known(key: str) -> Choice | None:
    file = _file(key)
    if file is None or not file.exists():
        return None
    try:
        said = json.loads(file.read_text())
        timings = tuple(Timing(plan=_plan(one["plan"]), seconds=float(one["seconds"])) for one in said["timings"])
        return Choice(plan=_plan(said["plan"]), reason="the fastest of those tried in an earlier run", timings=timings)
    except (ValueError, KeyError, TypeError, OSError):
        return None  # damaged or from another version: it is tried again


def _plan(said: dict[str, Any]) -> Plan:
    if said["layout"] not in LAYOUTS or not 1 <= int(said["devices"]) <= jax.device_count():
        raise ValueError(said)
    return Plan(layout=said["layout"], devices=int(said["devices"]), joined=bool(said["joined"]))


def _remember(key: str, choice: Choice) -> None:
    file = _file(key)
    if file is None:
        return
    timings = [{"plan": timing.plan.as_dict(), "seconds": timing.seconds} for timing in choice.timings]
    file.parent.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=file.parent, delete=False) as waiting:
        json.dump({"plan": choice.plan.as_dict(), "timings": timings}, waiting)
    Path(waiting.name).replace(file)
