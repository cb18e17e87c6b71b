"""What a summary and a fit cost on Spark beside DuckDB: `python -m benchmarks.spark [--lines N] [--folder F]`.

A standalone master and two workers of one core each on this machine; processor seconds of everything that works for
the answer (driver, its Java, master, workers, executors), and how far the fitted parameters are apart.
"""

import argparse
import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.engine_data import order_lines
from benchmarks.measure import last_json, tenure
from tests import spark_cluster

PARTS = ("--map", "client=client", "--map", "date=day", "--map", "amount=amount")


@dataclass(frozen=True)
class Fit:
    """One `tenure fit`: processor seconds of all that took part, wall seconds, and its answer."""

    cpu_seconds: float
    seconds: float
    answer: dict


def children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def fitted(file: Path, home: Path, *words: str) -> Fit:
    """One fit by command; its own children (Java) are counted once it has ended."""
    before, began = children_cpu(), time.perf_counter()
    taken = tenure("fit", str(file), *PARTS, "--until", "2023-12-31", "--json", *words, home=home)
    return Fit(children_cpu() - before, time.perf_counter() - began, last_json(taken.output))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=10_000_000)
    parser.add_argument("--memory", default="2g", help="of each worker")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "tenure-benchmarks")
    given = parser.parse_args()
    why = spark_cluster.missing()
    if why:
        raise SystemExit(f"No Spark: {why}")
    given.folder.mkdir(parents=True, exist_ok=True)
    file = order_lines(given.folder, given.lines)
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        here = fitted(file, folder, "--engine", "duckdb")
        with spark_cluster.cluster(folder, memory=given.memory) as (master, processes):
            before = spark_cluster.cpu_seconds(processes)
            there = fitted(file, folder, "--engine", "spark", "--master", master)
            workers = spark_cluster.cpu_seconds(processes) - before
    print(report(given.lines, here, there, workers))


def report(lines: int, here: Fit, there: Fit, workers: float) -> str:
    """The two beside each other, scaled to a hundred million lines."""
    one, other = here.answer["parameters"], there.answer["parameters"]
    apart = max(abs(one[name] - other[name]) / (abs(one[name]) or 1.0) for name in one)
    rows = [
        ("DuckDB", here.cpu_seconds, here.seconds),
        ("Spark, master and 2 workers", there.cpu_seconds + workers, there.seconds),
    ]
    lines_of_table = ["| engine | CPU s | wall s | CPU s per 100 million lines |", "|---|---|---|---|"]
    for name, cpu, wall in rows:
        lines_of_table.append(f"| {name} | {cpu:.1f} | {wall:.0f} | {cpu * 100_000_000 / lines:.0f} |")
    head = f"{lines:,} lines, {here.answer['clients']:,} clients, until {here.answer['until']}"
    return "\n".join([head, "", *lines_of_table, "", f"Largest relative difference of a parameter: {apart:.1e}"])


if __name__ == "__main__":
    main()
