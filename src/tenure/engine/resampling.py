"""The respondents drawn again, as many as there are, from themselves: the plain bootstrap (Efron 1979)."""

import numpy as np

from tenure.engine.checks import counted
from tenure.engine.tuples import Floats


def drawn_again(n: int, replicates: int, generator: np.random.Generator) -> Floats:
    """(replicates, n) how often each of n respondents was drawn; every row sums to n."""
    rows = counted("replicates", replicates, low=1)
    drawn = generator.integers(0, n, (rows, n)) + n * np.arange(rows)[:, np.newaxis]
    return np.bincount(drawn.ravel(), minlength=rows * n).reshape(rows, n).astype(np.float64)
