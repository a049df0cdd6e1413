"""How a script loads its sources: one form of source a file."""

from wellfit.code.loaders.choose import loader
from wellfit.code.loaders.loader import Loader

__all__ = ["Loader", "loader"]
