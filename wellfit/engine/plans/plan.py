"""A plan: the ways in which one program can train the same members."""

from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

# What a program does with the two axes of its members:
#   together  streams and recipes side by side, each operation done once for all of them (`vmap`)
#   streams   one stream after another, its recipes side by side: they share each batch
#   apart     one stream after another, its recipes as separate trees in one scan: they share each batch,
#             and each product has the shape it has in a single network
#   turns     one member after another: its weights stay in the cache for a whole epoch
Layout = Literal["together", "streams", "apart", "turns"]
LAYOUTS: tuple[Layout, ...] = get_args(Layout)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How the members of a population share the machine; every plan gives the same numbers.

    With several `devices` (CPU cores count as devices) the members are dealt out evenly. Each shape has a
    program of its own; `joined`, those of all shapes lie as separate trees in one scan and share each batch.
    """

    layout: Layout
    devices: int = 1
    joined: bool = False

    def __str__(self) -> str:
        where = "" if self.devices == 1 else f" on {self.devices} devices"
        joined = ", all shapes in one scan" if self.joined else ""
        return f"{_WORDS[self.layout]}{where}{joined}"

    def as_dict(self) -> dict[str, Any]:
        """Plain values, as a study holds them."""
        return asdict(self)


_WORDS: dict[Layout, str] = {
    "together": "all members side by side",
    "streams": "one stream of batches after another, its recipes side by side",
    "apart": "one stream of batches after another, its recipes as separate trees",
    "turns": "one member after another",
}
