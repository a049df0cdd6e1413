"""The names of the gates, known without loading what they need."""

from collections.abc import Sequence

from wellfit.errors import OptionError

# Each gate with those that it builds on.
NEEDS: dict[str, tuple[str, ...]] = {
    "data": (),
    "baseline": ("data",),
    "learning_rate": ("baseline",),
    "power": ("baseline",),
    "capacity": ("power",),
    "regularize": ("capacity",),
    "more_data": ("capacity",),
    "final": ("capacity",),
}


def with_needed(only: Sequence[str] | None) -> list[str]:
    """The gates to run, in order: those asked for and those that they build on; all when none is named.

    Raises OptionError for a name that no gate has.

    >>> with_needed(["power"])
    ['data', 'baseline', 'power']
    """
    if only is None:
        return list(NEEDS)
    unknown = [name for name in only if name not in NEEDS]
    if unknown or not only:
        received = f"received {unknown[0]!r}" if unknown else "received none"
        raise OptionError(
            f"There is no such gate: {received}. Expected some of {', '.join(NEEDS)}, with commas between."
        )
    wanted = set(only)
    for name in reversed(NEEDS):
        if name in wanted:
            wanted.update(NEEDS[name])
    return [name for name in NEEDS if name in wanted]
