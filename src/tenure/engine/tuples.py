"""Histories that are equal count once: clients with the same (x, t_x, T) share every number a model can give them."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tenure.engine.errors import BadInput

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# Distinct values of a column, and for each row the position of its value among them.
Levels = tuple[Floats, Ints]
WHOLE = 2**21  # largest number of days or orders that is laid out without sorting
DENSE = 4_000_000
BLOCK = 65_536  # rows at once: half a megabyte


@dataclass(frozen=True)
class Histories:
    """Distinct purchase histories.

    x: repeat order days; t_x: time of the last of them since the first; T: time observed since the first; count:
    clients with this history; place: for each client the position of its history; gap_logs: sum over all clients of
    ln of the times between successive order days, None when not known. Times in one unit, any.
    """

    x: Floats
    t_x: Floats
    T: Floats
    count: Floats
    place: Ints
    gap_logs: float | None = None


def numbers_of(column: ArrayLike) -> Floats:
    """A column as floats; raises BadInput on what cannot be read as numbers."""
    try:
        return np.asarray(column, dtype=np.float64)
    except (TypeError, ValueError):
        remedy = "Give arrays of numbers."
        raise BadInput("history_not_numbers", "A column holds what is not a number", remedy=remedy) from None


def one_for_each(*columns: Floats) -> None:
    """Refuse columns of different lengths: one value would be taken for that of every client."""
    sizes = [column.size for column in columns]
    if len(set(sizes)) > 1:
        remedy = "Give one of each for every client."
        raise BadInput("history_uneven", f"Columns of different lengths: {sizes}", remedy=remedy, sizes=sizes)


def check(x: Floats, t_x: Floats, T: Floats) -> None:
    """Refuse what no client can have done, naming the first rows."""
    if all(possible(*(column[start : start + BLOCK] for column in (x, t_x, T))) for start in range(0, x.size, BLOCK)):
        return
    wrong = ~(np.isfinite(x) & np.isfinite(t_x) & np.isfinite(T))
    if wrong.any():
        raise BadInput("history_not_finite", "A count or time is not a number", rows=first_rows(wrong))
    for code, wrong, message in (
        ("history_negative", (x < 0) | (t_x < 0) | (T < 0), "A count or time is negative"),
        ("history_after_end", t_x > T, "The last order lies after the end of observation"),
        ("history_no_repeat", (x == 0) & (t_x > 0), "No repeat order, and yet a time of one"),
        ("history_fraction", x != np.floor(x), "A number of orders is not whole"),
    ):
        if wrong.any():
            raise BadInput(code, message, rows=first_rows(wrong), remedy="Check how orders were grouped by client.")


def possible(x: Floats, t_x: Floats, T: Floats) -> bool:
    """Whether a client can have done each of these; what is not finite fails a comparison."""
    times = (t_x >= 0) & (t_x <= T) & np.isfinite(T)
    counts = (x >= 0) & np.isfinite(x) & (x == np.floor(x)) & ((x > 0) | (t_x == 0))
    return bool((times & counts).all())


def first_rows(wrong: NDArray[np.bool_]) -> tuple[int, ...]:
    """The first five positions where `wrong` holds."""
    return tuple(int(row) for row in np.flatnonzero(wrong)[:5])


def distinct(x: ArrayLike, t_x: ArrayLike, T: ArrayLike, gap_logs: ArrayLike | None = None) -> Histories:
    """The distinct histories of clients given as arrays of equal length; raises BadInput on impossible ones.

    gap_logs: by client, sum of ln of the times between successive order days in the unit of T; what models of regular
    timing learn the regularity from.
    """
    columns = tuple(np.ascontiguousarray(numbers_of(column)) for column in (x, t_x, T))
    logs_of_gaps = None if gap_logs is None else numbers_of(gap_logs)
    one_for_each(*columns, *(() if logs_of_gaps is None else (logs_of_gaps,)))
    check(*columns)
    (x_code, x_values), (last_code, last_values), (age_code, age_values) = (coded(column) for column in columns)
    pair, pairs = ranked(last_code * age_values.size + age_code, last_values.size * age_values.size)
    place, found = ranked(x_code * pairs.size + pair, x_values.size * pairs.size)
    count = np.bincount(place, minlength=found.size).astype(np.float64)
    logs = None if logs_of_gaps is None else _summed(logs_of_gaps, columns[0] > 0)
    if found.size == 0:
        return Histories(columns[0], columns[1], columns[2], count, place, logs)
    which = pairs[found % pairs.size]
    last, age = last_values[which // age_values.size], age_values[which % age_values.size]
    return Histories(x_values[found // pairs.size], last, age, count, place, logs)


def distinct_in_units(x: ArrayLike, t_x: ArrayLike, T: ArrayLike, gap_logs: ArrayLike, *, unit_days: int) -> Histories:
    """`distinct` of times that are whole days counted in units of `unit_days`: told apart by days, which is faster."""
    found = distinct(x, np.rint(np.asarray(t_x) * unit_days), np.rint(np.asarray(T) * unit_days), gap_logs)
    return replace(found, t_x=found.t_x / unit_days, T=found.T / unit_days)


def coded(column: Floats) -> tuple[Ints, Floats]:
    """Whole numbers in the order of the values, and the value of each: whole days or weeks need no sorting."""
    for parts in (1, 7):
        code = whole_parts(column, parts)
        if code is not None:
            return code, np.arange(code.max() + 1) / parts
    values, code = np.unique(column, return_inverse=True)
    return code.reshape(-1).astype(np.int64), values


def whole_parts(column: Floats, parts: int) -> Ints | None:
    """`column` counted in parts of one, when it is whole in them and small; block by block, to stay in near memory."""
    code = np.empty(column.size, dtype=np.int64)
    for start in range(0, column.size, BLOCK):
        block = column[start : start + BLOCK]
        whole = np.rint(block * parts)
        if whole.max() > WHOLE or not np.array_equal(whole / parts, block):
            return None
        code[start : start + BLOCK] = whole
    return code if column.size else None


def ranked(code: Ints, limit: int) -> tuple[Ints, Ints]:
    """For each code its place among the distinct ones, and these in order; codes lie in [0, limit)."""
    if limit > DENSE + 8 * code.size:
        found, place = np.unique(code, return_inverse=True)
        return place.reshape(-1), found
    present = np.zeros(limit, dtype=bool)
    present[code] = True
    found = np.flatnonzero(present)
    rank = np.empty(limit, dtype=np.int32)
    rank[found] = np.arange(found.size)
    return rank[code].astype(np.int64), found


def _summed(gap_logs: Floats, repeated: NDArray[np.bool_]) -> float:
    wrong = repeated & ~np.isfinite(gap_logs)
    if wrong.any():
        raise BadInput("gap_not_positive", "Two orders stand at the same time", rows=first_rows(wrong))
    return float(gap_logs[repeated].sum())


def levels_of(column: Floats) -> Levels:
    """The distinct values of a column, and where each row's value stands among them."""
    values, place = np.unique(column, return_inverse=True)
    return values, place.reshape(-1)
