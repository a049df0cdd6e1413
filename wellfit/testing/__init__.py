"""Certifies networks, plans and lowerings: what trains fused is what plain Keras trains."""

from wellfit.testing.certificate import Certificate, Comparison
from wellfit.testing.equivalent import assert_equivalent

__all__ = ["Certificate", "Comparison", "assert_equivalent"]
