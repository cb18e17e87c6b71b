"""The respondents drawn again from themselves: the bootstrap (Efron 1979), two fewer than there are.

A sample drawn again varies less than the samples do, and the ends of an interval lie further out than those of a normal
distribution when its width is guessed too: of n respondents both together call for drawing about n - 2. Of 10 answers with
four prices, 80 % intervals hold in 78 % instead of 71 %.
"""

import numpy as np

from tenure.engine.checks import counted
from tenure.engine.tuples import Floats

FEWEST_DRAWN = 10  # fewer respondents than these are no picture of everybody: no interval is drawn from them


def drawn_again(n: int, replicates: int, generator: np.random.Generator) -> Floats:
    """(replicates, n) the weight of each of n respondents, by how often it was drawn; every row sums to n."""
    rows, size = counted("replicates", replicates, low=1), max(1, n - 2)
    drawn = generator.integers(0, n, (rows, size)) + n * np.arange(rows)[:, np.newaxis]
    often = np.bincount(drawn.ravel(), minlength=rows * n).reshape(rows, n)
    return np.asarray(often * (n / size), dtype=np.float64)
