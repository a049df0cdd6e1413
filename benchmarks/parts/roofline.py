"""What a family's training must do at least, beside what the machine can do at most."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FEATURES, CLASSES, BATCH = 128, 10, 128
HELD_OUT = 1024  # validation rows at most, so that evaluation stays a small part


@dataclass(frozen=True, kw_only=True)
class Point:
    """Members of FEATURES-units-units-CLASSES on this many training rows; `axis` says what varies around it."""

    axis: str
    members: int
    rows: int
    units: int

    @property
    def value(self) -> int:
        """Where on its axis it is."""
        return {"members": self.members, "rows": self.rows, "units": self.units}[self.axis]

    @property
    def steps(self) -> int:
        """Steps an epoch; a last batch of fewer rows counts as one."""
        return -(-self.rows // BATCH)

    @property
    def held_out(self) -> int:
        """Validation rows."""
        return min(HELD_OUT, self.rows // 4)

    @property
    def products(self) -> int:
        """Multiplications for one row forward: the sum of inputs × outputs over the layers."""
        return FEATURES * self.units + self.units**2 + self.units * CLASSES

    @property
    def operations(self) -> int:
        """Of one member's epoch: a product forward and two backward for each row, one forward for validation."""
        return 2 * self.products * (3 * self.rows + self.held_out)

    @property
    def bytes(self) -> int:
        """Of one member's epoch: Adam reads and writes weights and both moments in each step; rows are read once."""
        weights = self.products + 2 * self.units + CLASSES
        return 4 * (6 * weights * self.steps + FEATURES * (self.rows + self.held_out))


def beside_limits(point: Point, seconds: float, limits: Mapping[str, Any]) -> dict[str, Any]:
    """The share of the nearer bound that `seconds` for one member's epoch reach, and which bound that is.

    The roofline of Williams, Waterman and Patterson (2009): no epoch takes less than its operations at the best
    matrix-product rate, nor less than its bytes at the memory bandwidth. Small networks stay in cache, so that
    their bytes are a bound from below only.

    >>> point = Point(axis="units", members=1, rows=128, units=1)
    >>> point.products, point.operations, point.bytes
    (139, 115648, 85544)
    >>> beside_limits(point, 1.0, {"operations": 231_296, "bytes": 85_544_000})["share"]
    0.5
    """
    least = {"products": point.operations / limits["operations"], "memory": point.bytes / limits["bytes"]}
    bound = max(least, key=lambda name: least[name])
    return {"bound": bound, "share": least[bound] / seconds, "operations_a_second": point.operations / seconds}
