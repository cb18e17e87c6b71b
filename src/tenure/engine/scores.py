"""All scores of all clients from their order rows: the one call behind the pages, the jobs and the command line."""

from dataclasses import dataclass
from datetime import date

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tenure.engine import choosing, forecast, order_values, silences
from tenure.engine.alarms import falling, rhythm
from tenure.engine.alarms.promise import CONFIDENCE, LEVEL, check_level
from tenure.engine.base import classes
from tenure.engine.base.base_report import BaseReport, base_report
from tenure.engine.choosing import Fitted, Taught
from tenure.engine.columns import STATUSES, ScoreColumns, clients_table
from tenure.engine.day_rows import DayRows, day_rows
from tenure.engine.edition import version_of
from tenure.engine.errors import BadInput, NotEnoughData
from tenure.engine.model_report import ModelReport, nothing_to_fit
from tenure.engine.models import gamma_gamma
from tenure.engine.models.gamma_gamma import GammaGammaParameters
from tenure.engine.models.prediction import Prediction
from tenure.engine.months import months_back
from tenure.engine.silences import Learned
from tenure.engine.summary import MONTHS, Calendar, calendar, summarise
from tenure.engine.tuples import Floats, Histories, Ints, distinct

BATCH = 200_000
CLIENTS_AT_ONCE = 100_000
Summary = dict[str, Floats]
# Columns in which nothing adds up to 0; in the others a missing number is not known.
SUMS = frozenset(
    "revenue revenue_sound revenue_12m revenue_12m_before volume_window volume_usual volume_season value_sum "
    "value_squares value_logs month_sum month_squares month_first_sum month_before_sum month_before_squares".split()
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
    """false_alarms: share of silence alarms that may be false; horizon_days: how far ahead orders and value are
    counted."""

    false_alarms: float = LEVEL
    horizon_days: int = 365


def score_clients(orders: ir.Table, *, as_of: date, false_alarms: float = LEVEL, horizon_days: int = 365) -> ScoredBase:
    """Scores from order rows (see `summary.summarise` for the columns). The same rows give the same scores, always.

    Raises BadInput on impossible settings, NotEnoughData when no row is dated `as_of` or earlier. Too few clients for a
    model is no error: its columns are null and `model.verdict` says why; too short a history for a promise of the share
    of false alarms neither: `model.promise` says so.
    """
    check_level(false_alarms, CONFIDENCE)
    if horizon_days < 1:
        raise BadInput("score_settings", "The horizon is at least a day")
    clients, summary = read_summary(summarise(orders, as_of=as_of))
    if clients.null_count == len(clients):
        raise NotEnoughData("no_orders", f"There is no order on {as_of} or earlier", as_of=as_of.isoformat())
    moments = calendar(as_of)
    seen = np.flatnonzero(summary["order_days"] > 0)
    columns = ScoreColumns(len(clients), seen)
    columns.put_all("revenue_minor", summary["revenue"])
    part = {name: summary.pop(name)[seen] for name in list(summary)}
    model = nothing_to_fit(version_of(""))
    if seen.size:
        rows = day_rows(orders, as_of=as_of, first_day=part["first_day"], order_days=part["order_days"])
        model = score_seen(part, rows, moments, Settings(false_alarms, horizon_days), columns)
    del part
    scored = clients_table(clients, columns)
    return ScoredBase(as_of, scored, model, base_report(scored, as_of=as_of, before=months_back(as_of, 1)))


def read_summary(summary: ir.Table) -> tuple[pa.Array, Summary]:
    """Clients in order, and the summary's columns as float arrays; sums over nothing are 0, other missing numbers nan.

    Read a piece at a time: the whole table beside its arrays would take as much again.
    """
    clients, pieces = [], list[Summary]()
    for batch in summary.to_pyarrow_batches(chunk_size=BATCH):
        clients.append(batch["client"])
        pieces.append(arrays(batch))
    if not pieces:
        return pa.nulls(0), {}
    names = pa.chunked_array(clients).combine_chunks()
    order = pc.array_sort_indices(names).to_numpy()
    result = {}
    for name in list(pieces[0]):
        result[name] = np.concatenate([piece.pop(name) for piece in pieces])[order]
    return names.take(pa.array(order)), result


def arrays(batch: pa.RecordBatch) -> Summary:
    """One piece of the summary."""
    result: Summary = {}
    for name in batch.schema.names:
        if name == "gap_quartiles":
            for place, quartile in enumerate(("gap_low", "gap_median", "gap_high")):
                result[quartile] = floats(pc.list_element(batch[name], place))
        elif name != "client":
            values = floats(batch[name])
            result[name] = np.nan_to_num(values) if name in SUMS else values
    return result


def floats(column: pa.Array) -> Floats:
    """A column as float64, nulls as nan."""
    return np.array(column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False), dtype=np.float64)


def score_seen(
    part: Summary, rows: DayRows, moments: Calendar, settings: Settings, columns: ScoreColumns
) -> ModelReport:
    """Fills `columns` for the clients with at least one order day."""
    age, span = moments.as_of - part["first_day"], part["last_day"] - part["first_day"]
    put_facts(part, moments, columns)
    put_classes(part, moments, columns)
    learned = silences.learn(rows, until=moments.as_of, level=settings.false_alarms)
    known = rhythm_known(part["order_days"], span)
    evenness = put_rhythm(part, learned, known, moments, columns)
    put_alarms(rows, learned, known, moments, columns)
    sold, total = part["value_count"], part["value_sum"]
    histories = distinct(part["order_days"] - 1, span, age, part["gap_logs"])
    sample = rows.sample(choosing.CLIENTS)
    taught = choosing.learn_models(histories, sample, sold, total, part["value_logs"], until=moments.as_of)
    usual = 1 / taught.values.p if taught.values else 1.0
    variation = order_values.value_variation(sold, total, part["value_squares"], usual)
    ahead = float(learned.promise.season.elapsed(moments.as_of, moments.as_of + settings.horizon_days))
    draws = put_forecast(part, taught, moments, ahead, variation, columns)
    mean = part["revenue_sound"] / part["order_days"]
    name = taught.orders.name if taught.orders else ""
    return ModelReport(
        version=version_of(name),
        name=name,
        choice=taught.choice,
        orders=taught.orders.parameters if taught.orders else None,
        values=taught.values,
        verdict=taught.verdict,
        value_verdict=taught.value_verdict,
        draws=draws,
        clients=int(age.size),
        tuples=int(histories.x.size),
        value_frequency_correlation=gamma_gamma.value_frequency_correlation(
            part["order_days"][mean > 0], mean[mean > 0]
        ),
        evenness=tuple(map(float, rhythm.EVENNESS)),
        evenness_weights=tuple(map(float, learned.base.prior.weights)),
        growth=put_falls(part, age, known, evenness, variation, columns),
        promise=learned.promise,
        record=learned.record,
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
    # Returns of what was bought before the data begin are no demand of a month without orders.
    early, squares = (np.where(first_full > 0, part[f"month_before_{name}"], 0.0) for name in ("sum", "squares"))
    cv = classes.variation(
        part["month_sum"] - beginning - early, part["month_squares"] - beginning**2 - squares, months
    )
    return np.where(months >= 3, cv, np.nan)


def put_rhythm(part: Summary, learned: Learned, known: np.ndarray, moments: Calendar, columns: ScoreColumns) -> Floats:
    """Usual interval, next-order window and chance of so long a silence of clients with a rhythm; returns how even
    everybody's intervals are."""
    columns.put("interval_days", part["gap_median"], known)
    columns.put("interval_spread_days", rhythm.spread(part["gap_low"], part["gap_high"]), known)
    prior, season = learned.base.prior, learned.promise.season
    everyone = np.ones(known.size)
    able = np.flatnonzero(known)
    for start in range(0, able.size, CLIENTS_AT_ONCE):
        rows = able[start : start + CLIENTS_AT_ONCE]
        gaps, logs, last = part["order_days"][rows] - 1, part["gap_logs"][rows], part["last_day"][rows]
        span = last - part["first_day"][rows]
        shares = rhythm.own_weights(gaps, span, logs, prior.weights)
        everyone[rows] = rhythm.mean_evenness(shares)
        silent_for = season.elapsed(last, moments.as_of)
        columns.put_rows("silence_probability", rows, rhythm.silence(silent_for, gaps, span, shares, prior))
        low, high = rhythm.next_order_window(gaps, span, everyone[rows], prior)
        columns.put_rows("window_from", rows, season.day_after(last, np.maximum(np.rint(low), 1)))
        columns.put_rows("window_to", rows, season.day_after(last, np.clip(np.rint(high), 1, 36_500)))
    return everyone


def put_alarms(rows: DayRows, learned: Learned, known: np.ndarray, moments: Calendar, columns: ScoreColumns) -> None:
    """Who is silent, by the promise made for this base."""
    columns.put("is_silent", silences.alarms(rows, learned, until=moments.as_of) & known)


def put_forecast(
    part: Summary, taught: Taught, moments: Calendar, ahead: float, variation: Floats, columns: ScoreColumns
) -> int:
    """Activity, and orders and value of the next `ahead` season days; returns the draws the forecast is mixed over."""
    if taught.orders is None:
        return 0
    put_activity(part, moments, taught.orders, taught.histories, columns)
    place = taught.histories.place
    predicted, draws = forecast.orders_ahead(
        taught.orders.model, taught.orders.parameters, taught.histories, horizon=ahead
    )
    columns.put("orders_12m", predicted.expected[place])
    columns.put("orders_12m_low", predicted.low[place])
    columns.put("orders_12m_high", predicted.high[place])
    if taught.values:
        put_value(part, predicted, place, taught.values, variation, columns)
    return draws


def put_activity(part: Summary, moments: Calendar, fitted: Fitted, histories: Histories, columns: ScoreColumns) -> None:
    """Probability of still being a client, now and a month ago; unknown if nobody is seen leaving, and after one order
    where the model lets nobody leave before the second."""
    if fitted.parameters.verdict == "no_dropout":
        return
    fewest = 1 if fitted.may_leave_at_once else 2
    now = fitted.model.p_alive(fitted.parameters, histories.x, histories.t_x, histories.T)[histories.place]
    columns.put("p_active", now, part["order_days"] >= fewest)
    then = np.flatnonzero(part["order_days_before"] >= fewest)
    first, last = part["first_day"][then], part["last_day_before"][then]
    past = distinct(part["order_days_before"][then] - 1, last - first, moments.before - first)
    before = fitted.model.p_alive(fitted.parameters, past.x, past.t_x, past.T)[past.place]
    columns.put_rows("p_active_before", then, before)


def put_value(
    part: Summary,
    predicted: Prediction,
    place: Ints,
    values: GammaGammaParameters,
    variation: Floats,
    columns: ScoreColumns,
) -> None:
    """Money each client will bring within the horizon, with its 80 % interval."""
    count, shape = part["order_days"], 1 / variation
    drawn = forecast.value_draws(values, count.size)
    both = [gamma_gamma.posterior(one, count, part["revenue_sound"] / count, shape) for one in drawn]
    weight, total = (np.stack(column, axis=1) for column in zip(*both, strict=True))
    bounds = forecast.value_interval(predicted, place, shape=shape, weight=weight, total=total)
    for name, found in zip(("value_12m_minor", "value_12m_low_minor", "value_12m_high_minor"), bounds, strict=True):
        columns.put(name, found)


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
