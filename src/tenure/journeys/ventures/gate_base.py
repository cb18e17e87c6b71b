"""What the base says of the criteria of growing: read from orders, deals, tasks and talks with the retention of a venture.

The numbers are plain values kept with the reading; `discovery.gates.base_rules` decides on them.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from tenure.agenda.planned_clients import planned_clients
from tenure.clients.units.open_deals import deals_of
from tenure.conversations.talked_clients import talked_clients
from tenure.engine.base.growth import (
    Deal,
    clustered_part,
    difference_interval,
    largest_share,
    pipeline,
    waves,
)
from tenure.engine.evidence.proportions import posterior
from tenure.kernel import clock
from tenure.orders.month_money import MonthMoney, classed, month_money, year_forecasts

SEED = 20240502
# Days in which a newcomer comes back or does not; days at the edge of the data, where old clients look new.
WATCHED_DAYS, EDGE_DAYS = 182, 60
# A talk that old still counts as keeping in touch.
TOUCH_DAYS = 92
QUARTERS = 2
# Deals with neither a chance of their own nor closed ones before them: one in three, worth six deals.
USUAL_WIN, USUAL_WEIGHT = 1 / 3, 6


def base_numbers(
    days: Sequence[tuple[int, date]], *, clients: list[int] | None, product: str, founder: int,
    known: tuple[date, date] | None,
) -> dict[str, Any]:  # fmt: skip
    """Everything by name; a part that cannot be told is missing. days: (client, day) of every order of theirs; known: first
    and last day of the orders of everybody, for of clients that all stopped the year is not the one before they did."""
    if known is None or not days:
        return {}
    last = known[1]
    since = month_start(last, 11)
    rows = month_money(since=since, until=last, client_ids=clients, product=product)
    chosen = sorted({one for one, _day in days}) if clients is not None or product else None
    found: dict[str, Any] = {
        "until": last.isoformat(), "since": since.isoformat(), "turnover": sum(row.money for row in rows),
        "months": len({row.month for row in rows}), "watched": watched(min(day for _one, day in days), since),
        "largest": largest(rows, since), "others": others(rows, founder),
        "newcomers": newcomers(days, last, begins=None if product else known[0]), "pipeline": deals(chosen),
        "worked": worked({row.client: row.owner for row in rows if row.money > 0}),
        "forecasts": [] if product else forecasts(last, clients),
    }  # fmt: skip
    return {name: part for name, part in found.items() if part not in (None, [])}


def month_start(day: date, before: int) -> date:
    """The first day of the month so many months before that of `day`."""
    months = day.year * 12 + day.month - 1 - before
    return date(months // 12, months % 12 + 1, 1)


def watched(first: date, since: date) -> int:
    """Pure: of the twelve months from `since` on, those since the first order of them all."""
    return 12 - max(0, min(11, (first.year - since.year) * 12 + first.month - since.month))


def largest(rows: Sequence[MonthMoney], since: date) -> dict[str, Any] | None:
    """Pure: the largest client's part of the margin, of the turnover where margins are not all known (B5)."""
    by_margin = bool(rows) and all(row.margin is not None for row in rows)
    ids = sorted({row.client for row in rows})
    place = {client: at for at, client in enumerate(ids)}
    start = since.year * 12 + since.month - 1
    table = np.zeros((len(ids), 12))
    for row in rows:
        table[place[row.client], row.month - start] += (row.margin or 0) if by_margin else row.money
    top = largest_share(table, generator=np.random.default_rng(SEED))
    if top is None:
        return None
    return {"share": top.share, "low": top.low, "high": top.high, "clients": len(ids), "margin": by_margin}


def others(rows: Sequence[MonthMoney], founder: int) -> dict[str, Any] | None:
    """Pure: the part of the money that comes from clients somebody else than the founder answers for (B2)."""
    money: dict[int, float] = {}
    owner: dict[int, int | None] = {}
    for row in rows:
        money[row.client] = money.get(row.client, 0.0) + row.money
        owner[row.client] = row.owner
    known = {client: max(0.0, sum_) for client, sum_ in money.items() if owner[client] is not None}
    whole = sum(max(0.0, sum_) for sum_ in money.values())
    told = clustered_part(
        [sum_ if owner[client] != founder else 0.0 for client, sum_ in known.items()], list(known.values())
    )
    if told is None or not whole:
        return None
    return {
        "share": told.share, "low": told.low, "high": told.high, "clients": len(known), "known": sum(known.values()) / whole
    }  # fmt: skip


def newcomers(days: Sequence[tuple[int, date]], last: date, *, begins: date | None) -> dict[str, Any] | None:
    """Pure: of the early and the late half of newcomers, how many ordered again in time (C4). begins: the first day known,
    shortly after which old clients look new; None: nobody can be older than the data."""
    if not days:
        return None
    edge = min(day for _one, day in days) if begins is None else begins + timedelta(days=EDGE_DAYS)
    found = waves(
        [one for one, _day in days], [day.toordinal() for _one, day in days], within=WATCHED_DAYS,
        until=last.toordinal(), known_from=edge.toordinal(),
    )  # fmt: skip
    if found is None:
        return None
    early, late = posterior(found.early_back, found.early), posterior(found.late_back, found.late)
    low, high = difference_interval(late, early)
    return {
        "early": found.early, "early_back": found.early_back, "late": found.late, "late_back": found.late_back,
        "split": date.fromordinal(found.split).isoformat(), "days": WATCHED_DAYS, "low": low, "high": high,
    }  # fmt: skip


def deals(chosen: list[int] | None) -> dict[str, Any] | None:
    """What open deals bring (C3), with what became of the closed ones (V2). Two queries."""
    found = deals_of(chosen)
    if not found.open and not found.unvalued and not found.won + found.lost:
        return None
    usual = posterior(found.won, found.won + found.lost, a0=USUAL_WIN * USUAL_WEIGHT, b0=(1 - USUAL_WIN) * USUAL_WEIGHT)
    mean, quantiles = pipeline(
        [Deal(value, chance) for value, chance in found.open], usual, generator=np.random.default_rng(SEED)
    )
    return {
        "open": len(found.open), "unvalued": found.unvalued, "won": found.won, "lost": found.lost,
        "value": sum(value for value, _chance in found.open), "mean": mean, "quantiles": [round(q) for q in quantiles],
    }  # fmt: skip


def worked(owners: dict[int, int | None]) -> dict[str, Any] | None:
    """Of the clients that bought within the year, how many have an owner, a class, and a next step or a late talk (B4).
    Three queries."""
    if not owners:
        return None
    owned = {client for client, owner in owners.items() if owner is not None}
    with_class = classed(owners) & set(owners)
    since = clock.beginning(clock.today() - timedelta(days=TOUCH_DAYS))
    touched = (planned_clients() | talked_clients(since)) & set(owners)
    return {
        "clients": len(owners), "owned": len(owned), "classed": len(with_class), "touched": len(touched),
        "all": len(owned & with_class & touched),
    }  # fmt: skip


def forecasts(last: date, clients: list[int] | None) -> list[dict[str, Any]]:
    """The last whole quarters: what was forecast at their beginning, and what came, of the same clients (B3).

    Forecasts are of a year; a quarter's part of one is what it was of the year before. Three queries a quarter.
    """
    end = month_start(last + timedelta(days=1), 0)
    starts = [month_start(end, 3 * back + (end.month - 1) % 3) for back in range(QUARTERS, 0, -1)]
    kept = year_forecasts(months=[month_start(start, 1) for start in starts], client_ids=clients)
    found = []
    for start in starts:
        expected = kept.get(month_start(start, 1))
        if not expected:
            continue
        after = month_start(start, -3) - timedelta(days=1)
        year = month_money(since=month_start(start, 12), until=start - timedelta(days=1), client_ids=clients)
        came = month_money(since=start, until=after, client_ids=clients)
        whole = sum(row.money for row in year if row.client in expected)
        same = start.month - 1
        season = sum(row.money for row in year if row.client in expected and same <= row.month % 12 < same + 3)
        if whole <= 0:
            continue
        found.append({
            "start": start.isoformat(), "expected": round(sum(expected.values()) * season / whole),
            "came": sum(row.money for row in came if row.client in expected),
        })  # fmt: skip
    return found
