"""How large a batch and how many epochs the data calls for."""

import math

# Optimizer steps that a small network needs to show on most tables whether it turns: chosen on Auto MPG,
# IMDB, adult and HIGGS, where the validation loss has turned or settled by then.
STEPS = 1500
FEWEST_EPOCHS, MOST_EPOCHS = 20, 200
SMALLEST_BATCH, LARGEST_BATCH = 32, 512


def batch_size(rows: int) -> int:
    """About a fortieth of the training rows as a power of two, from 32 to 512.

    >>> [batch_size(n) for n in (100, 2_000, 15_000, 1_000_000)]
    [32, 64, 512, 512]
    """
    wanted = 2 ** round(math.log2(max(1.0, rows / 40)))
    return min(rows, int(min(LARGEST_BATCH, max(SMALLEST_BATCH, wanted))))


def epochs(rows: int) -> int:
    """Passes over the training rows, in tens, that make about 1,500 steps; from 20 to 200.

    >>> [epochs(n) for n in (250, 15_000, 1_000_000)]
    [200, 50, 20]
    """
    steps = max(1, rows // batch_size(rows))
    return min(MOST_EPOCHS, max(FEWEST_EPOCHS, 10 * round(STEPS / steps / 10)))


def fold_seeds(seeds: int) -> int:
    """Seeds in each fold where a study of one split takes so many: folds repeat the training as well.

    Two at least, since the spread between the seeds of a fold is what the noise of seeds is known by.

    >>> [fold_seeds(n) for n in (2, 5, 10)]
    [2, 2, 4]
    """
    return max(2, round(0.4 * seeds))


def patience(planned: int) -> int:
    """Epochs without a better validation loss after which a recipe's seeds stop: an eighth, at least seven."""
    return max(7, planned // 8)
