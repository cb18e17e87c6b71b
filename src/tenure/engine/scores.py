"""All scores of all clients from their order rows: the one call behind the pages, the jobs and the command line."""

from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tenure.engine import base_model, forecast
from tenure.engine.alarms import falling, rhythm
from tenure.engine.alarms.rhythm import RhythmPrior
from tenure.engine.base import classes
from tenure.engine.base.base_report import BaseReport, base_report
from tenure.engine.base_model import ModelReport
from tenure.engine.columns import STATUSES, ScoreColumns, clients_table
from tenure.engine.errors import BadInput, NotEnoughData
from tenure.engine.models import bg_nbd, gamma_gamma
from tenure.engine.summary import MONTHS, Calendar, calendar, months_back, summarise
from tenure.engine.tuples import Floats, Histories, distinct

Summary = dict[str, Floats]
# Columns in which nothing adds up to 0; in the others a missing number is not known.
SUMS = frozenset(
    "revenue revenue_12m revenue_12m_before volume_window volume_usual volume_season value_sum value_squares "
    "value_logs month_sum month_squares month_first_sum".split()
)


@dataclass(frozen=True)
class ScoredBase:
    """Scores of a base at the end of day `as_of`.

    clients: one row per client, sorted by client; columns as stored by the product, money in minor units, missing
    numbers null, `status` saying why. model: what was fitted. base: ready figures of the base as a whole.
    """

    as_of: date
    clients: pa.Table
    model: ModelReport
    base: BaseReport


@dataclass(frozen=True)
class Settings:
    """silence_level: alarm below this probability; horizon_days: how far ahead orders and value are counted."""

    silence_level: float = 0.05
    horizon_days: int = 365


def score_clients(orders: ir.Table, *, as_of: date, silence_level: float = 0.05, horizon_days: int = 365) -> ScoredBase:
    """Scores from order rows (see `summary.summarise` for the columns). The same rows give the same scores, always.

    Raises BadInput on impossible settings, NotEnoughData when no row is dated `as_of` or earlier. Too few clients for a
    model is no error: its columns are null and `model.verdict` says why.
    """
    if not 0 < silence_level < 1 or horizon_days < 1:
        raise BadInput("score_settings", "The silence level lies between 0 and 1, the horizon is at least a day")
    settings = Settings(silence_level, horizon_days)
    return score_summary(summarise(orders, as_of=as_of).to_pyarrow(), as_of=as_of, settings=settings)


def score_summary(table: pa.Table, *, as_of: date, settings: Settings) -> ScoredBase:
    """Scores from the one-row-per-client table that `summarise` yields."""
    if table.num_rows == 0:
        raise NotEnoughData("no_orders", f"There is no order on {as_of} or earlier", as_of=as_of.isoformat())
    table = table.take(pc.sort_indices(table, sort_keys=[("client", "ascending")]))
    clients, moments = table["client"], calendar(as_of)
    summary = arrays(table)
    del table
    seen = np.flatnonzero(summary["order_days"] > 0)
    columns = ScoreColumns(len(clients), seen)
    columns.put_all("revenue_minor", summary["revenue"])
    part = {name: summary.pop(name)[seen] for name in list(summary)}
    model = score_seen(part, moments, settings, columns) if seen.size else base_model.nothing_to_fit()
    del part
    scored = clients_table(clients, columns)
    return ScoredBase(as_of, scored, model, base_report(scored, as_of=as_of, before=months_back(as_of, 1)))


def arrays(table: pa.Table) -> Summary:
    """The summary's columns as float arrays; sums over nothing are 0, other missing numbers nan."""
    result: Summary = {}
    for name in table.column_names:
        if name == "gap_quartiles":
            lists = table[name].combine_chunks()
            for place, quartile in enumerate(("gap_low", "gap_median", "gap_high")):
                result[quartile] = floats(pc.list_element(lists, place))
        elif name != "client":
            values = floats(table[name])
            result[name] = np.nan_to_num(values) if name in SUMS else values
    return result


def floats(column: pa.ChunkedArray | pa.Array) -> Floats:
    """A column as float64, nulls as nan."""
    return np.asarray(column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False), dtype=np.float64)


def score_seen(part: Summary, moments: Calendar, settings: Settings, columns: ScoreColumns) -> ModelReport:
    """Fills `columns` for the clients with at least one order day."""
    age = moments.as_of - part["first_day"]
    span = part["last_day"] - part["first_day"]
    histories = distinct(part["order_days"] - 1, span, age)
    put_facts(part, moments, columns)
    put_classes(part, moments, columns)
    orders_model, verdict = base_model.fit_orders(histories)
    known = rhythm_known(part["order_days"], span)
    prior, evenness = put_rhythm(part, moments, settings, orders_model, known, columns)
    count, mean = part["order_days"], part["revenue"] / part["order_days"]
    sold, total = part["value_count"], part["value_sum"]
    values_model, value_verdict = base_model.fit_values(sold, total, part["value_logs"])
    usual = 1 / values_model.p if values_model else 1.0
    variation = base_model.value_variation(sold, total, part["value_squares"], usual)
    if orders_model:
        put_activity(part, moments, orders_model, histories, columns)
        predicted = forecast.forecast_orders(
            orders_model, histories.x, histories.t_x, histories.T, horizon=settings.horizon_days
        )
        columns.put("orders_12m", predicted.expected[histories.place])
        columns.put("orders_12m_low", predicted.low[histories.place])
        columns.put("orders_12m_high", predicted.high[histories.place])
        if values_model:
            put_value(predicted, histories, values_model, count, mean, 1 / variation, columns)
    growth = put_falls(part, age, known, evenness, variation, columns)
    return ModelReport(
        version=base_model.VERSION,
        orders=orders_model,
        values=values_model,
        verdict=verdict,
        value_verdict=value_verdict,
        clients=int(count.size),
        tuples=int(histories.x.size),
        value_frequency_correlation=gamma_gamma.value_frequency_correlation(count[mean > 0], mean[mean > 0]),
        evenness=tuple(map(float, rhythm.EVENNESS)),
        evenness_weights=tuple(map(float, prior.weights)),
        growth=growth,
    )


def rhythm_known(order_days: Floats, span: Floats) -> np.ndarray:
    """Whether a client has a rhythm to be measured against: three order days, not all within a fortnight."""
    return (order_days >= rhythm.MINIMUM_ORDER_DAYS) & (span >= rhythm.SHORTEST_HISTORY_DAYS)


def put_facts(part: Summary, moments: Calendar, columns: ScoreColumns) -> None:
    """What is simply counted: days, sums, averages, and the status."""
    count = part["order_days"]
    span = part["last_day"] - part["first_day"]
    many = np.where(rhythm_known(count, span), STATUSES.index("ok"), STATUSES.index("short_history"))
    columns.put("status", np.where(count <= 2, count, many))
    columns.put("first_day", part["first_day"])
    columns.put("last_day", part["last_day"])
    columns.put("order_days", count)
    columns.put("tenure_days", moments.as_of - part["first_day"])
    columns.put("silence_days", moments.as_of - part["last_day"])
    columns.put("revenue_12m_minor", part["revenue_12m"])
    columns.put("margin_12m_minor", part["margin_12m"])
    columns.put("average_order_minor", part["revenue"] / count)


def put_classes(part: Summary, moments: Calendar, columns: ScoreColumns) -> None:
    """Value, frequency and stability classes, and RFM."""
    keys = np.arange(part["order_days"].size)
    columns.put("abc_class", classes.abc(part["revenue_12m"], keys))
    margin = part["margin_12m"]
    if not np.isnan(margin).all():
        columns.put("abc_margin_class", classes.abc(np.nan_to_num(margin), keys))
    before = np.flatnonzero(part["order_days_before"] > 0)
    letters = np.full(keys.size, "", dtype="<U1")
    letters[before] = classes.abc(part["revenue_12m_before"][before], before)
    columns.put("abc_class_before", letters)
    columns.put("xyz_frequency_class", classes.frequency_class(part["order_days_12m"]))
    cv = monthly_variation(part, moments)
    columns.put("demand_variation", cv)
    columns.put("xyz_stability_class", classes.stability_class(cv))
    scores = classes.rfm(moments.as_of - part["last_day"], part["order_days"], part["revenue"])
    for name, score in zip(("rfm_recency", "rfm_frequency", "rfm_money"), scores, strict=True):
        columns.put(name, score)


def monthly_variation(part: Summary, moments: Calendar) -> Floats:
    """Variation over the full months since the first order, the last twelve at most and three at least; else nan."""
    starts = np.array(moments.months[:MONTHS])
    first_full = np.searchsorted(starts, part["first_day"], side="left")
    months = MONTHS - first_full
    partial = np.nan_to_num(part["month_first"], nan=-1) == first_full - 1
    partial &= first_full > 0
    beginning = np.where(partial, part["month_first_sum"], 0.0)
    cv = classes.variation(part["month_sum"] - beginning, part["month_squares"] - beginning**2, months)
    return np.where(months >= 3, cv, np.nan)


def put_rhythm(
    part: Summary,
    moments: Calendar,
    settings: Settings,
    model: bg_nbd.BetaGeometric | None,
    known: np.ndarray,
    columns: ScoreColumns,
) -> tuple[RhythmPrior, Floats]:
    """Usual interval, next-order window and silence of clients with a rhythm; returns the prior and their evenness."""
    rows = np.flatnonzero(known)
    gaps, logs = part["order_days"][rows] - 1, part["gap_logs"][rows]
    span = part["last_day"][rows] - part["first_day"][rows]
    weights = rhythm.learn_weights(gaps, span, logs)
    prior = rhythm_prior(model, part["gap_median"][rows], weights)
    columns.put("interval_days", part["gap_median"], known)
    columns.put("interval_spread_days", rhythm.spread(part["gap_low"], part["gap_high"]), known)
    shares = rhythm.own_weights(gaps, span, logs, weights)
    evenness = rhythm.mean_evenness(shares)
    silent_for = moments.as_of - part["last_day"][rows]
    chance = rhythm.silence(silent_for, gaps, span, shares, prior)
    columns.put_rows("silence_probability", rows, chance)
    columns.put_rows("is_silent", rows, chance < settings.silence_level)
    low, high = rhythm.next_order_window(gaps, span, evenness, prior)
    columns.put_rows("window_from", rows, part["last_day"][rows] + np.maximum(np.rint(low), 1))
    columns.put_rows("window_to", rows, part["last_day"][rows] + np.clip(np.rint(high), 1, 36_500))
    everyone = np.ones(known.size)
    everyone[rows] = evenness
    return prior, everyone


def rhythm_prior(model: bg_nbd.BetaGeometric | None, intervals: Floats, weights: Floats) -> RhythmPrior:
    """Rate of orders among clients: the orders model's, or one order's worth at the middle interval of the base."""
    if model:
        return RhythmPrior(model.r, model.alpha, weights)
    return RhythmPrior(1.0, float(np.median(intervals)) if intervals.size else 30.0, weights)


def put_activity(
    part: Summary,
    moments: Calendar,
    model: bg_nbd.BetaGeometric,
    histories: Histories,
    columns: ScoreColumns,
) -> None:
    """Probability of still being a client, now and a month ago; unknown after one order, or if nobody leaves."""
    if model.verdict == "no_dropout":
        return
    now = bg_nbd.p_alive(model, histories.x, histories.t_x, histories.T)[histories.place]
    columns.put("p_active", now, part["order_days"] > 1)
    then = np.flatnonzero(part["order_days_before"] > 1)
    first, last = part["first_day"][then], part["last_day_before"][then]
    before = bg_nbd.p_alive(model, part["order_days_before"][then] - 1, last - first, moments.before - first)
    columns.put_rows("p_active_before", then, before)


def put_value(
    predicted: forecast.Forecast,
    histories: Histories,
    model: gamma_gamma.GammaGammaParameters,
    count: Floats,
    mean: Floats,
    shape: Floats,
    columns: ScoreColumns,
) -> None:
    """Money the client will bring within the horizon, with its 80 % interval."""
    weight, total = gamma_gamma.posterior(model, count, mean, shape)
    bounds = forecast.value_interval(predicted, histories.place, shape=shape, weight=weight, total=total)
    for name, values in zip(("value_12m_minor", "value_12m_low_minor", "value_12m_high_minor"), bounds, strict=True):
        columns.put(name, values)


def put_falls(
    part: Summary, age: Floats, known: np.ndarray, evenness: Floats, variation: Floats, columns: ScoreColumns
) -> float:
    """Volume of the last 13 weeks against the usual; returns the growth of the base that was allowed for."""
    volumes = falling.Volumes(
        window=part["volume_window"],
        window_orders=part["order_days_window"],
        season=part["volume_season"],
        season_orders=part["order_days_season"],
        usual=part["volume_usual"],
        usual_orders=part["order_days_usual"],
        age=age,
    )
    found = falling.falls(volumes, evenness=evenness, value_variation=variation)
    seen = known & ~np.isnan(found.usual)
    columns.put("volume_now_minor", part["volume_window"], seen)
    columns.put("volume_usual_minor", found.usual, seen)
    columns.put("volume_drop_probability", found.drop_probability, seen)
    columns.put("is_falling", found.is_falling & seen)
    return found.growth
