"""CDNOW as a file for the commands, and other small files of orders."""

import csv
from collections.abc import Iterable
from pathlib import Path

from tests.datasets import lifetimes_data

CDNOW_MAPS = ("--map", "client=1", "--map", "date=3", "--map", "amount=5")


def cdnow_sample() -> Path:
    """The log of 2,357 clients."""
    return lifetimes_data("CDNOW_sample.txt")


def orders_file(path: Path, rows: Iterable[tuple[str, str, str]]) -> Path:
    """A CSV with the columns client, date and amount."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("client", "date", "amount"))
        writer.writerows(rows)
    return path
