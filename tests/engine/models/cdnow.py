"""CDNOW: 23,570 clients who first bought in the first quarter of 1997, and the tenth of them used in the literature."""

import csv
from functools import cache
from pathlib import Path

import numpy as np

from tenure.engine.tuples import Histories, distinct
from tests.datasets import lifetimes_data

CALIBRATION_END = np.datetime64("1997-09-30")  # week 39


@cache
def sample() -> Histories:
    """2,357 clients, weeks 1 to 39, as printed in the literature."""
    with lifetimes_data("cdnow_customers_summary.csv").open() as file:
        rows = [(row["frequency"], row["recency"], row["T"]) for row in csv.DictReader(file)]
    return distinct(*np.array(rows, dtype=float).T)


def master(path: Path) -> Histories:
    """All 23,570 clients, weeks 1 to 39; order days, not order rows."""
    client, stamp = np.loadtxt(path, skiprows=1, usecols=(0, 1), dtype=np.int64).T
    day = np.array([f"{d // 10000}-{d // 100 % 100:02}-{d % 100:02}" for d in stamp.tolist()], dtype="datetime64[D]")
    seen = day <= CALIBRATION_END
    rows = np.unique(np.stack((client[seen], day[seen].astype(np.int64)), axis=1), axis=0)
    _, start, orders = np.unique(rows[:, 0], return_index=True, return_counts=True)
    first, last = rows[start, 1], rows[start + orders - 1, 1]
    return distinct(orders - 1.0, (last - first) / 7, (CALIBRATION_END.astype(np.int64) - first) / 7)
