"""Which of a study's verdicts is read first."""

from collections.abc import Mapping, Sequence
from typing import Any

PLAIN, CHOSEN = "verdict", "verdict_chosen"


def verdict_order(levels: Sequence[Mapping[str, Any]], chosen: Mapping[str, Any] | None) -> tuple[str, str]:
    """The keys under which a study's two verdicts are stored, in the order to read them.

    First what was found before anything was done about it. Of images that are handed over to a pretrained backbone,
    first the verdict on that level: the network from scratch may have had a few epochs, and decides nothing then.

    Args:
        levels: of images, as they are stored; empty for other data.
        chosen: the stored verdict on the chosen recipe, None before it fell. While a run goes on it is on the remedy
            that was chosen from scratch, whatever level comes to be handed over.

    >>> verdict_order([], {"kind": "well_fit"})
    ('verdict', 'verdict_chosen')
    >>> verdict_order([{"level": "features", "chosen": True, "recipe": "head"}], {"kind": "well_fit", "recipe": "head"})
    ('verdict_chosen', 'verdict')
    """
    handed_over = [level["recipe"] for level in levels if level["chosen"] and level["level"] != "scratch"]
    return (CHOSEN, PLAIN) if chosen is not None and chosen.get("recipe") in handed_over else (PLAIN, CHOSEN)
