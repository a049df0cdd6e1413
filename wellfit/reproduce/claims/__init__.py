"""What a text says comes out of an experiment, one kind of statement a file, and whether it did."""

from wellfit.reproduce.claims.claim import Claim, Judged
from wellfit.reproduce.claims.corrected import corrected
from wellfit.reproduce.claims.earlier import Earlier
from wellfit.reproduce.claims.lower import Lower
from wellfit.reproduce.claims.rise import RisesMore
from wellfit.reproduce.claims.turns import Turns
from wellfit.reproduce.claims.value import Value, rounded

__all__ = ["Claim", "Earlier", "Judged", "Lower", "RisesMore", "Turns", "Value", "corrected", "rounded"]
