"""The signature drawing as numbers: orders as strokes, the window in which the next was due, the silence since."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.kernel import formats

MONTH_DAYS = 30.44
# More strokes than this merge into wider bins: they would touch each other anyway.
MOST_MARKS = 60
TALLEST, LOWEST = 40.0, 4.0


class OrderMark(NamedTuple):
    """All orders, or all returns, of one day: amount in minor units. A tuple: a page of rows makes thousands.

    Those whose amounts look damaged have a mark of their own."""

    day: date
    amount_minor: int
    is_return: bool
    looks_damaged: bool = False


@dataclass(frozen=True)
class Expectation:
    """What the scores say about one client's rhythm; every part may be unknown."""

    as_of: date
    last_day: date | None = None
    window_from: date | None = None
    window_to: date | None = None
    silence_days: int | None = None
    interval_days: float | None = None
    is_silent: bool = False


class Rhythmical(Protocol):
    """Whatever carries these columns of the scores."""

    @property
    def last_day(self) -> date | None: ...
    @property
    def window_from(self) -> date | None: ...
    @property
    def window_to(self) -> date | None: ...
    @property
    def silence_days(self) -> int | None: ...
    @property
    def interval_days(self) -> float | None: ...
    @property
    def is_silent(self) -> bool: ...


def expectation(as_of: date, scores: Rhythmical | None) -> Expectation:
    """What these scores say of a rhythm; nothing but the day without scores."""
    if scores is None:
        return Expectation(as_of)
    return Expectation(
        as_of=as_of,
        last_day=scores.last_day,
        window_from=scores.window_from,
        window_to=scores.window_to,
        silence_days=scores.silence_days,
        interval_days=scores.interval_days,
        is_silent=scores.is_silent,
    )


@dataclass(frozen=True)
class RhythmStrip:
    """Positions in percent of the width, heights from 4 to 40; None when unknown or outside the strip."""

    marks: tuple[tuple[float, float, str], ...]
    today: float
    last: float | None
    window_from: float | None
    window_to: float | None
    late: bool
    ticks: tuple[tuple[float, str], ...]
    label: str
    window_label: str
    silence_label: str
    order_days: int

    def strokes(self, kind: str) -> str:
        """All marks of a kind as one path in a field of 100 by 40: sixty shapes a row would be slow to write."""
        return "".join(f"M{x} 40V{40 - height:g}" for x, height, its_kind in self.marks if its_kind == kind)


def rhythm_strip(
    orders: Iterable[OrderMark], expected: Expectation, *, months: int = 6, ahead_days: int = 24, labelled: bool = True
) -> RhythmStrip:
    """The strip of the last `months` and `ahead_days` more; orders outside are left out.

    labelled: with the names of months and of the window, which only the large drawing has room for.
    """
    span = round(months * MONTH_DAYS)
    start, total = expected.as_of - timedelta(days=span), span + ahead_days
    shown = [mark for mark in orders if start <= mark.day <= expected.as_of and mark.amount_minor]
    order_days = len({mark.day for mark in shown if not mark.is_return})

    def place(day: date) -> float:
        return round(min(100.0, max(0.0, 100 * (day - start).days / total)), 2)

    end = start + timedelta(days=total)
    first, last = expected.window_from, expected.window_to
    drawn = first is not None and last is not None and last >= start and first <= end
    return RhythmStrip(
        marks=_marks(shown, start, total),
        today=place(expected.as_of),
        last=place(expected.last_day) if expected.last_day else None,
        window_from=place(first) if drawn and first else None,
        window_to=place(last) if drawn and last else None,
        late=expected.is_silent,
        ticks=_ticks(start, end, place) if labelled else (),
        label=strip_label(order_days, expected),
        window_label=_("order due %(when)s") % {"when": formats.day_range(first, last)}
        if labelled and first and last
        else "",
        silence_label=_silence(expected.silence_days) if labelled else "",
        order_days=order_days,
    )


def strip_label(order_days: int, expected: Expectation) -> str:
    """The drawing in words, for those who do not see it."""
    parts = [ngettext("%(n)s day with orders shown", "%(n)s days with orders shown", order_days) % {"n": order_days}]
    if expected.silence_days is not None:
        parts.append(_silence(expected.silence_days))
    if expected.interval_days is not None:
        parts.append(_("usual gap %(gap)s") % {"gap": formats.days(round(expected.interval_days))})
    return "; ".join(parts)


def order_marks(client_ids: Sequence[int], since: date) -> dict[int, list[OrderMark]]:
    """Order days of these clients since a day, one query for all; clients without orders are absent."""
    if not client_ids:
        return {}
    sqlite = connection.vendor == "sqlite"
    chosen = "IN (SELECT value FROM json_each(%s))" if sqlite else "= ANY(%s)"
    sql = f"""SELECT client_id, day, is_return, looks_damaged, SUM(amount_minor) FROM orders_order
        WHERE client_id {chosen} AND day >= %s GROUP BY client_id, day, is_return, looks_damaged"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [json.dumps(list(client_ids)) if sqlite else list(client_ids), since.isoformat()])
        rows = cursor.fetchall()
    days = {day: date.fromisoformat(day) if isinstance(day, str) else day for day in {row[1] for row in rows}}
    marks: dict[int, list[OrderMark]] = {}
    for client_id, day, is_return, damaged, amount in rows:
        marks.setdefault(client_id, []).append(OrderMark(days[day], int(amount), bool(is_return), bool(damaged)))
    return marks


def strip_start(as_of: date, months: int = 6) -> date:
    """The first day a strip of so many months shows."""
    return as_of - timedelta(days=round(months * MONTH_DAYS))


def _marks(shown: list[OrderMark], start: date, total: int) -> tuple[tuple[float, float, str], ...]:
    width = 1 if len(shown) <= MOST_MARKS else -(-total // MOST_MARKS)
    bins: dict[tuple[int, bool], int] = {}
    for mark in shown:
        at = (mark.day - start).days // width * width
        bins[at, mark.is_return] = bins.get((at, mark.is_return), 0) + abs(mark.amount_minor)
    top = max(bins.values(), default=1) or 1
    return tuple(
        (
            round(100 * (at + width // 2) / total, 2),
            round(LOWEST + (TALLEST - LOWEST) * (amount / top) ** 0.5, 1),
            "return" if is_return else "order",
        )
        for (at, is_return), amount in sorted(bins.items())
    )


def _ticks(start: date, end: date, place: Callable[[date], float]) -> tuple[tuple[float, str], ...]:
    ticks = []
    month = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
    # A name needs the width of about half a month.
    while month < end - timedelta(days=16):
        ticks.append((place(month), formats.month(month)))
        month = (month + timedelta(days=32)).replace(day=1)
    return tuple(ticks)


def _silence(days: int | None) -> str:
    if days is None:
        return ""
    return ngettext("%(n)s day silent", "%(n)s days silent", days) % {"n": formats.number(days)}
