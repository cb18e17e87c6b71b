"""Orders of the base become the retention of a venture and the numbers of its gates: read by the job worker, kept as a
reading."""

from datetime import date
from typing import Any

import numpy as np

from tenure.discovery.fit.readings import BASE, finish_reading, founder_of, wanted_of
from tenure.engine.base.returning import Returning, renewals, returning, settled
from tenure.engine.errors import EngineError
from tenure.engine.models import sbg
from tenure.journeys.ventures.gate_base import base_numbers
from tenure.orders.activity import order_days
from tenure.orders.month_money import known_days

SEED = 20240501
# Who ordered first within so many months of the earliest order known may have been a client before.
EDGE_MONTHS = 2
GRACE_MONTHS = 3
AHEAD_MONTHS = 12


def read_retention(reading_id: int) -> None:
    """Carry out a claimed reading. What the engine refuses becomes the reading's error, never a lost job."""
    wanted = wanted_of(reading_id)
    clients = wanted["clients"] if wanted["source"] == "clients" else None
    product = wanted.get("product", "") if wanted["source"] == "product" else ""
    days = order_days(client_ids=clients, product=product)
    known = known_days()
    base = base_numbers(days, clients=clients, product=product, founder=founder_of(reading_id), known=known)
    try:
        result = retention_of(
            days, months=int(wanted["months"]), mark=float(wanted["mark"]), known=known, young=bool(product)
        )
    except EngineError as error:
        # Too little for a curve is enough for some of the criteria.
        finish_reading(reading_id, result={BASE: base}, error=error.code)
    else:
        finish_reading(reading_id, result=result | {BASE: base})


def retention_of(
    days: list[tuple[int, date]], *, months: int, mark: float, known: tuple[date, date] | None, young: bool = False
) -> dict[str, Any]:
    """The curve, its plateau and what it says of the mark, as JSON values. known: first and last day of the orders of
    everybody; young: the product began within the data, so that its first buyers are new."""
    client = np.array([one for one, _day in days], dtype=np.int64)
    month = np.array([_month(day) for _one, day in days], dtype=np.int64)
    if known is None or not month.size:
        found = returning(client, month)  # says that there are none
    else:
        start = int(month.min()) if young else _month(known[0])
        found = returning(
            client, (month - start) // months, drop_first=0 if young else -(-EDGE_MONTHS // months), begins=0,
            ends=(_month(known[1]) - start) // months,
        )  # fmt: skip
    told = settled(found, mark, generator=np.random.default_rng(SEED))
    return {
        "clients": len(found.seen), "at_risk": found.at_risk.tolist(), "active": found.active.tolist(),
        "level": told.fitted.level, "speed": told.fitted.speed, "low": told.low, "high": told.high, "flat": told.flat,
        "verdict": told.verdict, "stay": _stay(found, months),
    }  # fmt: skip


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _stay(found: Returning, months: int) -> dict[str, float]:
    """How many are still clients a year on, and how long they stay; empty where nobody can tell."""
    fitted = renewals(found, grace=-(-GRACE_MONTHS // months))
    if fitted is None:
        return {}
    ahead = max(1, AHEAD_MONTHS // months)
    first, later = (float(share) for share in sbg.retention(fitted, [1, ahead]))
    return {"alpha": fitted.alpha, "beta": fitted.beta, "periods": float(ahead), "first": first, "later": later,
            "survive": float(sbg.survival(fitted, ahead))}  # fmt: skip
