"""Decision units drawn at random, for what must hold of every one of them."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

SEEDS = st.integers(0, 2**31)
SIZES = st.integers(1, 8)


@dataclass(frozen=True)
class Drawn:
    """Ties as entered (0 to 3, some with a minus), susceptibilities below 1, weights in percent, attitudes."""

    ties: np.ndarray
    susceptibility: np.ndarray
    weight: np.ndarray
    attitude: np.ndarray


def drawn(size: int, seed: int, *, hostile: bool = False) -> Drawn:
    rng = np.random.default_rng(seed)
    ties = rng.integers(-3 if hostile else 0, 4, (size, size)).astype(float)
    return Drawn(ties, rng.uniform(0, 0.98, size), 100 * rng.dirichlet(np.ones(size)), rng.uniform(-1, 1, size))
