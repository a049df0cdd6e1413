"""A number that a text reports."""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from wellfit.diagnosis.intervals import Interval, mean_interval, t_quantile
from wellfit.reproduce.claims.claim import ONE_SEED, Answer, Claim, Judged
from wellfit.reproduce.found import Found, When


@dataclass(frozen=True, kw_only=True)
class Value(Claim):
    """The text's run gave a number from `low` to `high`, which are its rounding or the range it gives.

    The text has one run and we have several, so that the question is what one more run of ours would give:

        mean ± t(0.975, f) · √(s² · (1 + 1/S) + 2 · v)

    with the deviation s over S seeds (Student's prediction interval for one more draw). Where the text held out
    other rows than we do, v is the variance that the held-out rows leave in the loss or in the accuracy, once for its
    rows and once for ours; else it is 0 and f is S − 1. They agree where this reaches the reported number.
    """

    what: str
    reported: str
    low: float
    high: float
    variant: str
    column: str = "validation_loss"
    when: When = "best"

    def judge(self, found: Found) -> Judged:
        """Whether one more run would give what the text reports."""
        samples = found.at(self.variant, self.column, self.when)
        finite = samples[np.isfinite(samples)]
        value = mean_interval(finite) if len(finite) else Interval(value=np.nan, low=-np.inf, high=np.inf)
        agrees, why = self._agreement(finite, len(samples), self._row_variance(found))
        return Judged(what=self.what, reported=self.reported, found=value, measure=self.column, agrees=agrees, why=why)

    def _row_variance(self, found: Found) -> float:
        return 0.0 if found.same_rows else found.row_variance(self.variant, self.column, self.when)

    def _agreement(self, samples: np.ndarray, seeds: int, row_variance: float) -> tuple[Answer, str]:
        failed = f"{seeds - len(samples)} of {seeds} seeds have no finite value"
        if not len(samples):
            return "undecided", failed
        if len(samples) == 1:
            return "undecided", ONE_SEED
        low, high = one_more(samples, row_variance)
        said = f"one more run would give {low:.4g} to {high:.4g}"
        reason = f"{said}, other held-out rows included" if row_variance else said
        answer: Answer = "yes" if low <= self.high and self.low <= high else "no"
        return answer, reason if len(samples) == seeds else f"{reason}; {failed}"


def rounded(*, what: str, reported: str, variant: str, column: str = "validation_loss", when: When = "best") -> Value:
    """A number that the text gives in digits, the last word of `reported`: right to half of its last digit.

    >>> claim = rounded(what="loss", reported="about 0.80", variant="small")
    >>> claim.low, claim.high
    (0.795, 0.805)
    """
    middle = Decimal(reported.split()[-1])
    half = Decimal(5).scaleb(int(middle.as_tuple().exponent) - 1)
    low, high = float(middle - half), float(middle + half)
    return Value(what=what, reported=reported, low=low, high=high, variant=variant, column=column, when=when)


def one_more(samples: np.ndarray, row_variance: float = 0.0) -> tuple[float, float]:
    """Where one more draw lies in 95 of 100 cases.

    >>> low, high = one_more(np.array([1.0, 2.0, 3.0]))
    >>> round(low, 2), round(high, 2)
    (-2.97, 6.97)
    """
    count = len(samples)
    over_seeds, over_rows = float(samples.var(ddof=1)) * (1 + 1 / count), 2 * row_variance
    spread = over_seeds + over_rows
    # Welch and Satterthwaite: the rows are so many that only the variance over seeds is badly known.
    freedom = (count - 1) * (spread / over_seeds) ** 2 if over_seeds > 0 else np.inf
    half = t_quantile(freedom) * float(np.sqrt(spread))
    mean = float(samples.mean())
    return mean - half, mean + half
