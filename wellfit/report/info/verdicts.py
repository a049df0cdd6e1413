"""The verdicts in words: a headline, its tone, and the sentences that the study stored."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from wellfit.record import StudyRecord

Tone = Literal["good", "warn", "bad", "plain"]

HEADLINES: dict[str, tuple[str, Tone]] = {
    "well_fit": ("Fits well", "good"),
    "overfit": ("Overfits", "warn"),
    "underfit": ("Underfits: it can learn more", "warn"),
    "no_signal": ("Finds no signal", "bad"),
    "stuck": ("Is stuck: it does not learn", "bad"),
    "diverged": ("Diverges", "bad"),
    "undetermined": ("Not decided by this evidence", "plain"),
}


@dataclass(frozen=True, kw_only=True)
class VerdictText:
    """One verdict as the page shows it; `advice` is a list of sentences, `onset` the interval as text or empty.

    `of` says which network it is on, where that needs to be said.
    """

    kind: str
    headline: str
    tone: Tone
    recipe: str
    sentence: str
    advice: list[str]
    onset: str
    of: str = ""


OF = {"verdict": "the plain network", "verdict_chosen": "the chosen recipe"}


def verdict_text(record: StudyRecord, key: str = "verdict") -> VerdictText | None:
    """Return the verdict stored under `key` ("verdict": the plain network, "verdict_chosen"); None before it fell."""
    verdict = record.get(key)
    if verdict is None:
        return None
    return replace(text_of(verdict, "seeds and folds" if record.get("folds") else "seeds"), of=OF[key])


def text_of(verdict: Mapping[str, Any], over: str) -> VerdictText:
    """Return a stored verdict as the page shows it; `over` says what the onset's interval is over."""
    kind = verdict["kind"]
    headline, tone = HEADLINES.get(kind, (kind.replace("_", " ").capitalize(), "plain"))
    onset = verdict.get("onset_epoch")
    return VerdictText(
        kind=kind,
        headline=f"{headline} from epoch {round(onset['value'])} on" if onset else headline,
        tone=tone,
        recipe=verdict.get("recipe") or "",
        sentence=verdict.get("sentence") or "",
        advice=_sentences(verdict.get("advice")),
        onset=_onset(onset, over),
    )


def _sentences(advice: Any) -> list[str]:
    if not advice:
        return []
    return [str(sentence) for sentence in advice] if isinstance(advice, list) else [str(advice)]


def _onset(onset: dict[str, Any] | None, over: str) -> str:
    if onset is None:
        return ""
    value, low, high = (onset.get(key) for key in ("value", "low", "high"))
    if low is None or high is None:
        return f"epoch {round(value or 0)}"
    if low == high:
        return f"epoch {round(low)} (the same at both ends of its 95 % interval over {over})"
    return f"between epoch {round(low)} and {round(high)} (95 % interval over {over})"
