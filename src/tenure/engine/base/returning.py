"""Who of those that began comes back, by age: the retention curve of orders, its plateau and how sure that is (G3).

Clients are counted by periods since their own first order. The last period, which is not over, and clients that may have
begun before the data do are left out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tenure.engine.checks import counted, inside
from tenure.engine.errors import BadInput, NotEnoughData
from tenure.engine.models import plateau, sbg
from tenure.engine.resampling import drawn_again
from tenure.engine.tuples import Floats

FEWEST_AT_RISK = 10  # an age reached by fewer clients says nothing
MOST_AGES = 60
FLAT = 0.05  # a curve that falls by less than this over its last third has settled


@dataclass(frozen=True)
class Returning:
    """at_risk, active: (k,) clients that could be seen at each age from 0, and those of them that ordered then; seen,
    ordered: (n, k) the same of each client; last_age, watched: (n,) age of a client's last order, and oldest age seen."""

    at_risk: NDArray[np.int64]
    active: NDArray[np.int64]
    seen: NDArray[np.bool_]
    ordered: NDArray[np.bool_]
    last_age: NDArray[np.int64]
    watched: NDArray[np.int64]

    @property
    def share(self) -> Floats:
        return self.active / np.maximum(self.at_risk, 1)


@dataclass(frozen=True)
class Settled:
    """fitted: the plateau; low, high: ends of the bootstrap interval of its level; flat: whether the curve has stopped falling;
    verdict: "fit", "no_fit" or "not_decided" against the mark."""

    fitted: plateau.Plateau
    low: float
    high: float
    flat: bool
    verdict: str


def returning(
    client: ArrayLike, period: ArrayLike, *, drop_first: int = 0, begins: int | None = None, ends: int | None = None
) -> Returning:
    """From (client, period) of every order. drop_first: clients begun in so many first periods are left out; begins, ends:
    the first period known and the one that is not over, where others order too, else those of these orders: silence of
    all of them at the end is seen only so.

    Raises NotEnoughData when nobody is left, or nobody can be seen for a whole period after the first.
    """
    who, when = np.asarray(client, dtype=np.int64), np.asarray(period, dtype=np.int64)
    if who.shape != when.shape or who.ndim != 1:
        raise BadInput("returning_shapes", "Clients and periods are two lists of equal length")
    remedy = "Read more months, more clients, or longer periods."
    if not who.size:
        raise NotEnoughData("returning_none", "No orders", remedy=remedy)
    last = (int(when.max()) if ends is None else ends) - 1
    _ids, place = np.unique(who, return_inverse=True)
    first = np.full(int(place.max()) + 1, np.iinfo(np.int64).max)
    np.minimum.at(first, place, when)
    kept = (first >= (int(when.min()) if begins is None else begins) + counted("drop_first", drop_first)) & (
        first < last
    )
    if kept.sum() < FEWEST_AT_RISK:
        raise NotEnoughData("returning_few", f"{int(kept.sum())} clients", remedy=remedy, needed=FEWEST_AT_RISK)
    number = np.cumsum(kept) - 1
    mine = kept[place] & (when <= last)
    row, age = number[place[mine]], (when - first[place])[mine]
    watched = last - first[kept]
    ages = min(int(watched.max()) + 1, MOST_AGES)
    ordered = np.zeros((int(kept.sum()), ages), dtype=bool)
    within = age < ages
    ordered[row[within], age[within]] = True
    seen = np.arange(ages) <= watched[:, np.newaxis]
    last_age = np.zeros(len(watched), dtype=np.int64)
    np.maximum.at(last_age, row, age)
    enough = int(np.argmax(np.append(seen.sum(axis=0) < FEWEST_AT_RISK, True)))
    seen, ordered = seen[:, :enough], ordered[:, :enough]
    return Returning(seen.sum(axis=0), (ordered & seen).sum(axis=0), seen, ordered, last_age, watched)


def settled(
    found: Returning, mark: float, *, level: float = 0.8, replicates: int = 200, generator: np.random.Generator
) -> Settled:
    """The plateau of the curve with a bootstrap over clients, and what it says of the mark. A share weighs as many clients as
    it shows: the last ages, reached by few, would else decide."""
    ages = np.arange(found.at_risk.size, dtype=np.float64)
    fitted = plateau.fit(ages, found.share, found.at_risk)
    weights = drawn_again(len(found.seen), replicates, generator)
    at_risk, active = weights @ found.seen, weights @ (found.ordered & found.seen)
    shares = np.minimum(active / np.maximum(at_risk, 1), 1.0)
    levels = np.array([plateau.fit(ages, *one).level for one in zip(shares, at_risk, strict=True)])
    out = (1 - inside("level", level)) / 2
    low, high = np.quantile(levels, (out, 1 - out)).tolist()
    flat = fall_lately(ages, found.share, found.at_risk) < FLAT
    bar = inside("mark", mark)
    verdict = "fit" if low > bar and flat else "no_fit" if high < bar else "not_decided"
    return Settled(fitted, low, high, flat, verdict)


def fall_lately(ages: Floats, share: Floats, at_risk: ArrayLike) -> float:
    """How far the straight line through the last third of the points falls, each weighing as many clients as it shows."""
    last = max(3, ages.size // 3)
    when, height, weight = ages[-last:], share[-last:], np.sqrt(np.asarray(at_risk, dtype=np.float64)[-last:])
    slope = float(np.polyfit(when, height, 1, w=weight)[0])
    return -slope * float(when[-1] - when[0])


def renewals(found: Returning, *, grace: int) -> sbg.SbgParameters | None:
    """How long clients stay at all (G4): still there at an age are those whose last order is that old or older; the last
    `grace` periods are not judged, for silence there is no leaving yet. None where nothing can be said."""
    cohorts = []
    for length in np.unique(found.watched - grace):
        if length >= 2:
            ages = found.last_age[found.watched - grace == length]
            cohorts.append((ages[:, np.newaxis] >= np.arange(length + 1)).sum(axis=0).astype(np.float64))
    try:
        return sbg.fit(cohorts) if cohorts else None
    except (NotEnoughData, BadInput):
        return None
