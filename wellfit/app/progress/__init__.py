"""How far the run is: live lines on a terminal, plain lines elsewhere, or nothing."""

from wellfit.app.progress.choose import AnyProgress, open_progress

__all__ = ["AnyProgress", "open_progress"]
