"""Which of a study's verdicts is read first."""

from collections.abc import Mapping, Sequence
from typing import Any

PLAIN, CHOSEN = "verdict", "verdict_chosen"


def verdict_order(levels: Sequence[Mapping[str, Any]], chosen: Mapping[str, Any] | None) -> tuple[str, str]:
    """The keys under which a study's two verdicts are stored, in the order to read them.

    First what was found before anything was done about it. Of images that are handed over to a pretrained backbone,
    first what was chosen: the network from scratch may have had a few epochs, and decides nothing then.

    Args:
        levels: of images, as they are stored; empty for other data.
        chosen: the stored verdict on the chosen recipe, None before it fell.

    >>> verdict_order([], {"kind": "well_fit"})
    ('verdict', 'verdict_chosen')
    >>> verdict_order([{"level": "features", "chosen": True}], {"kind": "well_fit"})
    ('verdict_chosen', 'verdict')
    """
    pretrained = any(level["chosen"] and level["level"] != "scratch" for level in levels)
    return (CHOSEN, PLAIN) if pretrained and chosen is not None else (PLAIN, CHOSEN)
