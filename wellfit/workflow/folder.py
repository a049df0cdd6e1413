"""Where a study goes when nobody says."""

import re
import time
from pathlib import Path


def new_study_folder(name: str, *, under: Path = Path("studies")) -> Path:
    """`studies/<name>-<time>`, a path that does not exist yet; the folder itself is not made.

    The name comes from a file, so letters that mean something to a shell or a file system are replaced.
    """
    plain = re.sub(r"[^\w.-]+", "-", name).strip("-.")[:60] or "study"
    first = under / f"{plain}-{time.strftime('%Y%m%d-%H%M%S')}"
    folder, number = first, 2
    while folder.exists():
        folder, number = first.with_name(f"{first.name}-{number}"), number + 1
    return folder
