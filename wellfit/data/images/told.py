"""What is said of the images: passed over, broken, alike, odd."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from wellfit.data.finding import Finding
from wellfit.data.images.find import Entry, Kind
from wellfit.data.images.header import Header
from wellfit.data.wording import count, listing, share
from wellfit.errors import DataError

# Above this share of broken files, the folder is not what its owner thinks.
MOST_BROKEN = 0.05
NAMED = 5
# Grey levels: sensor noise alone has a standard deviation of more than this.
BLANK = 2.0
# So many times wider or narrower than usual; upright beside lying photographs are 2.
ODD_ASPECT = 3.0
_PASSED: dict[Kind, str] = {
    "link": "{} out of the folder, or to a folder, not followed",
    "other": "{} that has no name of an image left out",
    "loose": "{} that lies in no folder of a class left out",
    "empty": "{} of a class without images left out",
    "aside": "{} beside those of the splits left out",
}
_NOUN = {"link": "link", "other": "file", "loose": "image", "empty": "folder", "aside": "folder"}


def passed_over(entries: Sequence[Entry]) -> tuple[Finding, ...]:
    """A finding for each kind of entry that is no image of a class."""
    found = []
    for kind, sentence in _PASSED.items():
        names = [entry.shown for entry in entries if entry.kind == kind]
        if names:
            said = f"{sentence.format(count(len(names), _NOUN[kind]))}: {listing(names, NAMED)}."
            found.append(Finding(kind=f"{kind}_passed_over", sentence=said, severity="warning"))
    return tuple(found)


def broken(problems: Mapping[str, str], files: int) -> tuple[Finding, ...]:
    """A warning that names the files that cannot be read. Raises DataError where they are more than 5 %."""
    if not problems:
        return ()
    named = "; ".join(f"'{name}': {why}" for name, why in list(problems.items())[:NAMED])
    more = f"; and {len(problems) - NAMED:,} more" if len(problems) > NAMED else ""
    number = f"{count(len(problems), 'image')} of {files:,} cannot be read ({share(len(problems), files)})"
    if len(problems) > MOST_BROKEN * files:
        raise DataError(
            f"{number}: {named}{more}. Expected were at most {MOST_BROKEN:.0%}, since so many say that something went "
            "wrong when the files were made or copied. Copy them again, or remove those that are no images."
        )
    return (Finding(kind="broken_images", sentence=f"{number} and left out: {named}{more}.", severity="warning"),)


def alike_told(groups: Sequence[int], names: Sequence[str], labels: Sequence[object]) -> tuple[Finding, ...]:
    """How many images have near-duplicates, and which of those are called by different names."""
    sizes = Counter(groups)
    members: dict[int, list[int]] = {}
    for row, group in enumerate(groups):
        if sizes[group] > 1:
            members.setdefault(group, []).append(row)
    if not members:
        return ()
    shown = "; ".join(listing([names[row] for row in rows], 3) for rows in list(members.values())[:NAMED])
    repeated = sum(map(len, members.values()))
    sentence = f"{count(repeated, 'image')} in {count(len(members), 'group')} of near-duplicates: {shown}. "
    sentence += "Each group stays on one side of every split."
    found = [Finding(kind="near_duplicate_images", sentence=sentence)]
    torn = [rows for rows in members.values() if len({labels[row] for row in rows}) > 1]
    if torn:
        shown = "; ".join(", ".join(f"'{names[row]}' ({labels[row]})" for row in rows[:3]) for rows in torn[:NAMED])
        sentence = f"{count(len(torn), 'group')} of near-duplicates with different labels: {shown}. Look at them."
        found.append(Finding(kind="conflicting_images", sentence=sentence, severity="warning"))
    return tuple(found)


def odd(block: np.ndarray, headers: Sequence[Header], names: Sequence[str]) -> tuple[Finding, ...]:
    """Images that differ from the rest: without content, of other proportions, much smaller than what they become."""
    aspects = np.log([header.width / header.height for header in headers])
    away = np.abs(aspects - np.median(aspects)) > np.log(ODD_ASPECT)
    small = np.array([max(one.height / block.shape[1], one.width / block.shape[2]) < 0.5 for one in headers])
    blank = np.array([_spread(pixels) < BLANK for pixels in block])
    said = {
        "blank_images": (blank, "one colour all over"),
        "odd_aspect": (away, f"proportions more than {ODD_ASPECT:.0f} times away from the usual ones"),
        "small_images": (small, "less than half as large as the size that they are brought to"),
    }
    return tuple(
        Finding(
            kind=kind,
            sentence=f"{count(int(which.sum()), 'image')} with {what}: "
            f"{listing([names[int(row)] for row in np.flatnonzero(which)], NAMED)}.",
            severity="warning" if kind == "blank_images" else "note",
        )
        for kind, (which, what) in said.items()
        if which.any()
    )


def _spread(pixels: np.ndarray) -> float:
    """The largest standard deviation of a channel."""
    # Every third row and column: all of them would take as long as decoding. Channel by channel, since a sum over
    # neighbouring numbers is four times as fast as one over every third.
    some = pixels[::3, ::3].transpose(2, 0, 1).reshape(pixels.shape[2], -1)
    return float(some.std(axis=1).max())
