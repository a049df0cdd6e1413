"""What this run does differently from the text, because of its options or of its rows."""

from wellfit.data.dataset import Dataset
from wellfit.reproduce.experiment import Levels, Setting
from wellfit.reproduce.options import SEEDS, Options


def deviations(setting: Setting | Levels, options: Options, data: Dataset, backbone: str | None = None) -> list[str]:
    """One sentence for each; none where the run is the experiment as it stands."""
    found = []
    if another := other_backbone(setting, backbone):
        found.append(f"{another[0].upper()}{another[1:]}.")
    if options.epochs is not None and options.epochs != setting.epochs:
        found.append(
            f"Trained for {options.epochs} epochs instead of {setting.epochs}: numbers of the text are not to be "
            "expected."
        )
    found += seed_deviations(options)
    rows = (len(data.splits.train), len(data.splits.validation))
    if rows != setting.rows:
        found.append(
            f"{rows[0]:,} training and {rows[1]:,} held-out rows instead of {setting.rows[0]:,} and "
            f"{setting.rows[1]:,}: the file is not the whole one."
        )
    return found


def other_backbone(setting: Setting | Levels, backbone: str | None) -> str | None:
    """What another pretrained network than the text's changes; None where it is the same, or there is none."""
    if not isinstance(setting, Levels) or backbone == setting.backbone:
        return None
    return f"on {backbone} instead of {setting.backbone}: other numbers are to be expected of it"


def seed_deviations(options: Options) -> list[str]:
    """What another number of seeds changes.

    >>> seed_deviations(Options(seeds=2))
    ['2 seeds instead of 5: the intervals are those of 2.']
    """
    if options.seeds == SEEDS:
        return []
    if options.seeds == 1:
        return [f"1 seed instead of {SEEDS}: there are no intervals, and nothing can be said to agree."]
    return [f"{options.seeds} seeds instead of {SEEDS}: the intervals are those of {options.seeds}."]
