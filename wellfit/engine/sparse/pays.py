"""When rows are sparse enough to be multiplied as such."""

# Measured, product and gradient together against XLA's dense product of gathered float32 rows, on 2 cores with
# AVX-512 that had other work to do as well, the two in turn and the best of seven: 784 and 10,000 columns, 16, 96
# and 512 units, batches of 128 and 512, entries spread evenly, with values.
# Dense seconds / sparse seconds, the least and the largest of the twelve:
#   filled     1 %     5 %    10 %    20 %    30 %    50 %
#   least      5.4     2.9     2.2     1.1     0.8     0.4
#   largest   58      14       8.8     4.3     2.0     1.3
MOST_FILLED = 0.2


def pays(density: float) -> bool:
    """Whether the sparse product is faster than the dense one on a CPU, by the fraction of cells that are filled.

    It is up to a fifth, whatever the number of units (see the table above); beyond, the dense product gains from each
    number it loads into a register more than once.

    >>> pays(0.013), pays(0.19), pays(0.4)
    (True, True, False)
    """
    return density <= MOST_FILLED
