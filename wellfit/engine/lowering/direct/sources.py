"""What the kernels of this folder are made of, as one number that changes with it."""

from pathlib import Path

from wellfit.engine.sparse.sources import fingerprint

SOURCES = fingerprint(Path(__file__).parent.glob("*.py"))
