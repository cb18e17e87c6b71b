"""Order rows to one row per client: the only heavy step of the engine, written once for every table engine Ibis speaks.

Rules. An *order day* is a day with at least one row that is not a return; a zero amount counts, a day of returns alone
does not. Amounts of all rows, returns included, net out in the money columns. Rows after `as_of` are left out.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from tenure.engine.months import months_back

MONTHS = 12
WINDOW_DAYS = 91
SEASON_DAYS = 364
YEAR_DAYS = 365
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Calendar:
    """The days a summary counts from; all in days since 1970-01-01. `months` holds 13 first days, oldest first."""

    as_of: int
    year_start: int
    before: int
    before_year_start: int
    window_start: int
    season_start: int
    season_end: int
    usual_start: int
    months: tuple[int, ...]


def epoch_day(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def from_epoch_day(days: int) -> date:
    """The date of an epoch day."""
    return EPOCH + timedelta(days=days)


def calendar(as_of: date) -> Calendar:
    """The windows of a summary at the end of day `as_of`; every `*_start` day is itself outside its window."""
    today = epoch_day(as_of)
    before = months_back(as_of, 1)
    tomorrow = as_of + timedelta(days=1)
    month_end = tomorrow.replace(day=1)
    months = tuple(epoch_day(months_back(month_end, n)) for n in range(MONTHS, -1, -1))
    return Calendar(
        as_of=today,
        year_start=epoch_day(months_back(as_of, 12)),
        before=epoch_day(before),
        before_year_start=epoch_day(months_back(before, 12)),
        window_start=today - WINDOW_DAYS,
        season_start=today - SEASON_DAYS - WINDOW_DAYS,
        season_end=today - SEASON_DAYS,
        usual_start=today - WINDOW_DAYS - YEAR_DAYS,
        months=months,
    )


def summarise(orders: ir.Table, *, as_of: date) -> ir.Table:
    """One row per client of `orders`, as known at the end of day `as_of`.

    orders: columns client, day (date), amount (integer minor units), margin (integer minor units or null), is_return;
    and, where amounts may be damaged, sound: the amount to believe, null where nobody can say (else it is the amount).
    Result, days counted from 1970-01-01, gaps in days between successive order days, money in minor units:
    client, order_days, first_day, last_day, order_days_before, last_day_before, order_days_12m, order_days_window,
    order_days_usual, order_days_season, revenue, revenue_sound, revenue_12m, revenue_12m_before, margin_12m, volume_window,
    volume_usual, volume_season, value_count, value_sum, value_squares, value_logs (over order days with a net amount
    above zero), gap_quartiles (array of three), gap_logs (sum of ln gap) and, over the last twelve full calendar
    months, month_sum and month_squares (of monthly net amounts), month_first (which of the twelve saw the first order,
    0 the oldest), month_first_sum, and month_before_sum and month_before_squares of the months before that one, in which
    there were only returns.
    """
    moments = calendar(as_of)
    days = with_gaps(by_day(orders, moments))
    clients = days.group_by("client").agg(**rhythm_columns(days, moments), **money_columns(days, moments))
    months = by_month(orders, moments)
    return clients.left_join(months, clients.client == months.month_client).drop("month_client")


def by_day(orders: ir.Table, moments: Calendar) -> ir.Table:
    """One row per client and day: net amount, as written and to be believed, margin where known, and whether it is an
    order day."""
    rows = orders.mutate(epoch=orders.day.epoch_days().cast("int32"))
    rows = rows.filter(rows.epoch <= moments.as_of)
    sound = rows.sound if "sound" in rows.columns else rows.amount
    return rows.group_by(["client", "epoch"]).agg(
        amount=rows.amount.cast("float64").sum(),
        sound=sound.cast("float64").sum(),
        margin=rows.margin.cast("float64").sum(),
        is_order=(~rows.is_return).max(),
    )


def with_gaps(days: ir.Table) -> ir.Table:
    """`days` with the number of days since the client's previous order day; null on the first and on return days."""
    window = ibis.window(group_by=["client", "is_order"], order_by="epoch")
    gap = days.epoch - days.epoch.lag().over(window)
    return days.mutate(gap=ibis.ifelse(days.is_order, gap, None).cast("float64"))


def rhythm_columns(days: ir.Table, moments: Calendar) -> dict[str, ir.Value]:
    """Counts of order days, first and last of them, and the distribution of the gaps between them."""
    day, ordered = days.epoch, days.is_order
    return {
        "order_days": ordered.sum().cast("int64"),
        "first_day": day.min(where=ordered),
        "last_day": day.max(where=ordered),
        "order_days_before": (ordered & (day <= moments.before)).sum().cast("int64"),
        "last_day_before": day.max(where=ordered & (day <= moments.before)),
        "order_days_12m": (ordered & (day > moments.year_start)).sum().cast("int64"),
        "order_days_window": (ordered & (day > moments.window_start)).sum().cast("int64"),
        "order_days_usual": (ordered & between(day, moments.usual_start, moments.window_start)).sum().cast("int64"),
        "order_days_season": (ordered & between(day, moments.season_start, moments.season_end)).sum().cast("int64"),
        "gap_quartiles": days.gap.quantile([0.25, 0.5, 0.75]),
        "gap_logs": days.gap.ln().sum(),
    }


def money_columns(days: ir.Table, moments: Calendar) -> dict[str, ir.Value]:
    """Net sums of the windows, and the first two moments of what an order day brings.

    What has come in counts as written; what is compared with the usual, or learned from, as it is to be believed.
    """
    day, amount, sound = days.epoch, days.amount, days.sound
    before = between(day, moments.before_year_start, moments.before)
    usual = between(day, moments.usual_start, moments.window_start)
    season = between(day, moments.season_start, moments.season_end)
    sold = days.is_order & (sound > 0)
    return {
        "revenue": amount.sum(),
        "revenue_sound": sound.sum(),
        "revenue_12m": amount.sum(where=day > moments.year_start),
        "revenue_12m_before": amount.sum(where=before),
        "margin_12m": days.margin.sum(where=day > moments.year_start),
        "volume_window": sound.sum(where=day > moments.window_start),
        "volume_usual": sound.sum(where=usual),
        "volume_season": sound.sum(where=season),
        "value_count": sold.sum().cast("int64"),
        "value_sum": sound.sum(where=sold),
        "value_squares": (sound * sound).sum(where=sold),
        "value_logs": ibis.ifelse(sold, sound, None).ln().sum(),
    }


def by_month(orders: ir.Table, moments: Calendar) -> ir.Table:
    """Sum and sum of squares of each client's monthly net amounts over the last twelve full calendar months."""
    rows = orders.mutate(epoch=orders.day.epoch_days().cast("int32"))
    rows = rows.filter((rows.epoch >= moments.months[0]) & (rows.epoch < moments.months[-1]))
    number = sum(((rows.epoch >= edge).cast("int32") for edge in moments.months[1:-1]), start=ibis.literal(0))
    monthly = rows.group_by(month_client=rows.client, month=number).agg(
        total=rows.amount.cast("float64").sum(), ordered=(~rows.is_return).max()
    )
    began = ibis.ifelse(monthly.ordered, monthly.month, None).min().over(ibis.window(group_by="month_client"))
    monthly = monthly.mutate(began=began)
    square, before = monthly.total * monthly.total, monthly.month < monthly.began
    return monthly.group_by("month_client").agg(
        month_sum=monthly.total.sum(),
        month_squares=square.sum(),
        month_first=monthly.began.min(),
        month_first_sum=monthly.total.sum(where=monthly.month == monthly.began),
        month_before_sum=monthly.total.sum(where=before),
        month_before_squares=square.sum(where=before),
    )


def between(day: ir.IntegerColumn, after: int, until: int) -> ir.BooleanValue:
    """Days in (after, until]."""
    return (day > after) & (day <= until)
