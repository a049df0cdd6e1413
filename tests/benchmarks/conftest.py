"""The benchmarks' parts are modules beside their scripts, not part of the package."""

import sys
from pathlib import Path

import pytest

import wellfit.backend  # noqa: F401  Keras, on JAX, before the small loop imports it

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(autouse=True, scope="session")
def _parts():
    """Find `parts` as the scripts do."""
    sys.path.insert(0, str(BENCHMARKS))
    yield
    sys.path.remove(str(BENCHMARKS))
