"""The names of the gates, and which of them a study has, known without loading what they need."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from wellfit.errors import OptionError

Kind = Literal["rows", "images", "images without a backbone"]

# Of each kind of data the gates in their order, each with those that it builds on.
NEEDS: Mapping[Kind, Mapping[str, tuple[str, ...]]] = {
    "rows": {
        "data": (),
        "baseline": ("data",),
        "learning_rate": ("baseline",),
        "power": ("baseline",),
        "capacity": ("power",),
        "regularize": ("capacity",),
        "more_data": ("capacity",),
        "final": ("capacity",),
    },
    "images": {
        "data": (),
        "baseline": ("data",),
        "scratch": ("baseline",),
        "transfer": ("baseline",),
        "tuning": ("transfer",),
        "final": ("scratch",),
    },
    "images without a backbone": {
        "data": (),
        "baseline": ("data",),
        "scratch": ("baseline",),
        "transfer": ("scratch",),
        "final": ("scratch",),
    },
}
# What the last gate needs is one level; where another one is asked for, that is enough.
INSTEAD: Mapping[Kind, Mapping[str, tuple[str, ...]]] = {"images": {"scratch": ("transfer", "tuning")}}


def kind_of(blocks: Iterable[str], *, backbone: bool) -> Kind:
    """The kind of data by the names of its blocks, and by whether a pretrained backbone was given.

    >>> kind_of(["dense"], backbone=False), kind_of(["image"], backbone=True)
    ('rows', 'images')
    """
    if "image" not in blocks:
        return "rows"
    return "images" if backbone else "images without a backbone"


def check_names(only: Sequence[str] | None) -> None:
    """Raises OptionError for a name that no gate of any data has, and where none is named."""
    if only is not None:
        known = dict.fromkeys(name for needs in NEEDS.values() for name in needs)
        _check(only, list(known), "There is no such gate")


def with_needed(only: Sequence[str] | None, kind: Kind = "rows") -> list[str]:
    """The gates to run, in order: those asked for and those that they build on; all when none is named.

    Raises OptionError for a name that no gate of such data has.

    >>> with_needed(["power"])
    ['data', 'baseline', 'power']
    >>> with_needed(["final"], "images")
    ['data', 'baseline', 'scratch', 'final']
    >>> with_needed(["tuning", "final"], "images")
    ['data', 'baseline', 'transfer', 'tuning', 'final']
    """
    needs = NEEDS[kind]
    if only is None:
        return list(needs)
    _check(only, list(needs), "There is no such gate" if kind == "rows" else f"A study of {kind} has no such gate")
    wanted, instead = set(only), INSTEAD.get(kind, {})
    for name in reversed(list(needs)):
        if name in wanted:
            wanted.update(needed for needed in needs[name] if not wanted & set(instead.get(needed, ())))
    return [name for name in needs if name in wanted]


def _check(only: Sequence[str], known: Sequence[str], what: str) -> None:
    unknown = [name for name in only if name not in known]
    if unknown or not only:
        received = f"received {unknown[0]!r}" if unknown else "received none"
        raise OptionError(f"{what}: {received}. Expected some of {', '.join(known)}, with commas between.")
