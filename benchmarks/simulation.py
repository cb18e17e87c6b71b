"""A hundred thousand draws of a business's contribution: `python -m benchmarks.simulation [--draws 100000]`.

Every input uncertain and three pairs correlated, the costliest case a page can ask for; the best of five.
"""

import argparse
import time

import numpy as np

from tenure.engine.economics.distributions import Distribution, Lognormal, Share, Triangular
from tenure.engine.economics.simulation import SEED, simulate

LIMIT_SECONDS = 0.5
INPUTS: dict[str, Distribution] = {
    "users": Triangular(8000, 10_000, 13_000),
    "conversion": Share(36, 966),
    "price": Triangular(2700, 3000, 3200),
    "cogs": Triangular(1650, 1800, 1950),
    "orders": Triangular(1.5, 1.8, 2.4),
    "first_cost": Lognormal(100, 300),
    "user_cost": Triangular(30, 40, 55),
}
PAIRS = {("conversion", "price"): -0.4, ("price", "cogs"): 0.3, ("orders", "first_cost"): 0.2}


def measure_simulation(draws: int) -> float:
    """Processor seconds of one simulation, influences and worth of every input included."""
    spent = []
    for _ in range(5):
        began = time.process_time()
        simulate(INPUTS, np.random.default_rng(SEED), correlations=PAIRS, draws=draws)
        spent.append(time.process_time() - began)
    return min(spent)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--draws", type=int, default=100_000)
    draws = parser.parse_args().draws
    spent, limit = measure_simulation(draws), LIMIT_SECONDS * draws / 100_000
    print(f"{draws:,} draws: {spent:.2f} s CPU, limit {limit:.2f} s{'  OVER' if spent > limit else ''}")


if __name__ == "__main__":
    main()
