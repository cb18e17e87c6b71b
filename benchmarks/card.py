"""CPU time of a client card and of what it computes, beside the limits: `python -m benchmarks.card`.

Medians of several runs after one to warm up, one process; of the page also the least, which other programs on the same
machine disturb less. Each part of the card has its own function here; the page is that of a demo company made for it.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.measure import last_json, run
from tenure.journeys.units.unit_numbers import Entries, unit_numbers

RUNS, MAP_LIMIT, CARD_LIMIT = 9, 150.0, 60.0
MORNING = "2026-05-12T06:40+00:00"
Row = tuple[str, float, float]


def cpu_ms(works: Iterator[Callable[[], object]]) -> float:
    """Median CPU milliseconds of pieces of work of one kind, the first of them to warm up."""
    times = []
    for work in works:
        begun = time.process_time()
        work()
        times.append(1000 * (time.process_time() - begun))
    return statistics.median(times[1:])


def a_unit(people: int, seed: int) -> Entries:
    """A decision unit as they are: most listen to four others, some attitudes are unknown, two can stop it."""
    rng = np.random.default_rng(seed)
    others = [[k for k in range(people) if k != i] for i in range(people)]
    ties = tuple(
        (i, int(j), float(rng.integers(1, 4)))
        for i in range(people)
        for j in rng.choice(others[i], size=min(4, people - 1), replace=False)
    )
    return Entries(
        weights=tuple(rng.integers(0, 30, people).astype(float) + 1),
        attitudes=tuple(None if i % 7 == 3 else float(rng.integers(-2, 3)) / 2 for i in range(people)),
        susceptibility=tuple(rng.uniform(0.2, 0.8, people).tolist()),
        vetoes=tuple(0.5 if i < 2 else 0.0 for i in range(people)),
        access=tuple(rng.uniform(0, 1, people).tolist()),
        estimates=(None,) * people,
        ties=ties,
        base_rate=0.3,
        value=60_000.0,
        costs=tuple(rng.uniform(20, 400, people).tolist()),
        criteria=tuple(tuple(rng.integers(0, 4, 8).astype(float).tolist()) for _ in range(people)),
        proofs=tuple(tuple(rng.uniform(0, 1, 8).tolist()) for _ in range(12)),
        seed=(seed,),
    )


def map_rows() -> list[Row]:
    """Influence, chance, whom to work with, and a thousand draws of how sure that is."""
    found = []
    for people in (4, 12, 30):
        units = [a_unit(people, seed) for seed in range(RUNS + 1)]
        spent = cpu_ms(partial(unit_numbers, one) for one in units)
        found.append((f"map of {people} people, 1,000 draws", spent, MAP_LIMIT))
    return found


def page_rows() -> list[Row]:
    """The whole card of 200 facts, 12 people, 500 conversations and 2,000 orders, as its salesperson sees it."""
    with tempfile.TemporaryDirectory(prefix="tenure-bench-") as folder:
        home, demo = Path(folder), {"TENURE_DEMO": "1", "TENURE_NOW": MORNING}
        run(["-m", "tenure", "demo"], home=home, more=demo)
        found = last_json(run(["-m", "benchmarks.full_card"], home=home, more=demo).output)
    name = f"card, {found['queries']} queries, {found['kilobytes']:.0f} kB"
    return [(name, found["median_ms"], CARD_LIMIT), ("card, the least of all runs", found["least_ms"], CARD_LIMIT)]


PARTS: tuple[Callable[[], list[Row]], ...] = (page_rows, map_rows)


def main() -> None:
    print(f"CPU ms, median of {RUNS}")
    print(f"{'part of the card':<40}{'CPU ms':>9}{'limit':>8}")
    for part in PARTS:
        for name, spent, limit in part():
            print(f"{name:<40}{spent:>9.1f}{limit:>8.0f}{'  OVER' if spent > limit else ''}")


if __name__ == "__main__":
    main()
