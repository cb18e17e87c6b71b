"""The parts of the report that show the fit: what the chosen model learnt until the last past day, beside the facts."""

import itertools
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from django.utils.translation import gettext as _

from tenure.engine.backtest import curves
from tenure.engine.backtest.ledger import Known
from tenure.engine.backtest.money import fit_values
from tenure.engine.models.choice import model_named
from tenure.engine.models.gamma_gamma import Independence, independence
from tenure.engine.models.shape import Parameters
from tenure.engine.summary import from_epoch_day
from tenure.engine.tuples import Floats
from tenure.journeys.order_files import report_charts as charts
from tenure.journeys.order_files.backtest_file import Tested
from tenure.journeys.order_files.backtest_words import fit_verdict, horizon_words, model_title, signed_percent
from tenure.journeys.order_files.report_charts import Chart, Line, Mark, Tick
from tenure.journeys.order_files.report_parts import Grid, Heat, Rows, Section, Subject, parameter_words
from tenure.kernel import formats
from tenure.kernel.money import minor_per_unit

SILENCES = 8
MOST_COLUMNS = 8
SCORE_80 = 1.2815515655446004
COLUMNS = (1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233)


def counts_section(subject: Subject) -> Section:
    """Clients by number of repeat orders, fitted against actual."""
    model = model_named(subject.name)
    found = curves.counts(model, subject.parameters, subject.known)
    names = group_names(found.lowest)
    clients = subject.known.x.size
    never = {
        "clients": formats.number(clients),
        "day": subject.day,
        "share": formats.percent(found.actual[0] / clients),
        "fitted": formats.percent(found.fitted[0] / clients),
    }
    plain = (
        _("By %(day)s %(share)s of %(clients)s clients had not ordered again; the model makes it %(fitted)s.") % never
    )
    fit = parameter_words(subject.name, subject.parameters)
    if found.chi_square is None or found.p_value is None:
        check = _("%(model)s fitted to the orders until %(day)s: %(fit)s.")
        test = {}
    else:
        check = _(
            "%(model)s fitted to the orders until %(day)s: %(fit)s. Pearson’s χ² = %(chi)s on %(freedom)s degrees of "
            "freedom, p %(p)s."
        )
        test = {"chi": formats.number(found.chi_square, 1), "freedom": found.freedom, "p": p_words(found.p_value)}
    chart = charts.paired_bars(plain, names, found.actual, found.fitted, formats.number)
    key = (("actual", _("actual")), ("fitted", _("the model")))
    rows = tuple(
        (name, formats.number(came), formats.number(told))
        for name, came, told in zip(names, found.actual, found.fitted, strict=True)
    )
    return Section(
        "counts",
        _("How often clients order again"),
        plain,
        check % {"model": model_title(subject.name), "day": subject.day, "fit": fit, **test},
        charts.titled(chart, _("repeat orders of a client"), _("clients"), key),
        table=Rows((_("Repeat orders"), _("Clients"), _("The model")), rows),
    )


def group_names(lowest: Sequence[int]) -> list[str]:
    """0, 1, 2–3, 4–7, ..., 64+."""
    pairs = itertools.pairwise(lowest)
    return [*(str(low) if up == low + 1 else f"{low}–{up - 1}" for low, up in pairs), f"{lowest[-1]}+"]


def p_words(value: float) -> str:
    """A p-value after its "p", with no more digits than it deserves: "= 0.19", "< 0.001"."""
    if value < 0.001:
        return f"< {formats.number(0.001, 3)}"
    return f"= {formats.number(value, 3 if value < 0.1 else 2)}"


def cumulative_section(subject: Subject) -> Section:
    """Repeat orders added up, with the line between what was learnt from and what was forecast."""
    model, horizon = model_named(subject.name), subject.tested.found.plan.horizon_days
    base = subject.tested.base
    found = curves.cumulative(model, subject.parameters, base, subject.known, horizon_days=horizon)
    at_line = int(np.searchsorted(found.days, found.line))
    came, told = found.actual[-1] - found.actual[at_line], found.fitted[-1] - found.actual[at_line]
    words = {
        "day": subject.day,
        "ahead": horizon_words(horizon),
        "told": formats.number(round(told)),
        "came": formats.number(round(came)),
    }
    plain = (
        _("On %(day)s the model foresaw %(told)s orders in %(ahead)s from the clients known then; %(came)s came.")
        % words
    )
    check = _(
        "Left of the line: the expectation for a new client, added up over ages; right of it: the expectation given "
        "each client’s own history, %(told)s ± %(spread)s by chance and uncertain parameters. Off by %(bias)s at the end."
    ) % {
        "told": formats.number(round(told)),
        "spread": formats.number(round(float(found.spread[-1]))),
        "bias": signed_percent(told / came - 1) if came else "–",
    }
    picked = np.unique(np.linspace(0, found.days.size - 1, 9).astype(int))
    rows = tuple(
        (
            formats.table_day(from_epoch_day(int(found.days[n]))),
            formats.number(round(found.actual[n])),
            formats.number(round(found.fitted[n])),
        )
        for n in picked
    )
    table = Rows((_("Day"), _("Orders"), _("The model")), rows)
    chart = cumulative_chart(found, at_line, plain)
    return Section("cumulative", _("Orders so far, and ahead"), plain, check, chart, table=table)


def cumulative_chart(found: curves.Cumulative, at_line: int, label: str) -> Chart:
    """The two curves, the forecast's spread, and the line."""
    x = charts.across(float(found.days[0]), float(found.days[-1]))
    steps = charts.nice_steps(float(max(found.actual.max(), found.fitted.max())))
    y = charts.upward(steps[-1])
    days = found.days.astype(float).tolist()

    def points(values: Floats, part: slice) -> list[charts.Point]:
        return list(zip(days[part], values[part].tolist(), strict=True))

    # The forecast counts on from what was actual on the line, so that the two parts of the model do not meet.
    ahead = np.concatenate((found.actual[: at_line + 1], found.fitted[at_line + 1 :]))
    low, high = (points(ahead + side * SCORE_80 * found.spread, slice(at_line, None)) for side in (-1, 1))
    lines = (
        Line(charts.area(low, high, x, y), "spread"),
        Line(charts.polyline(points(found.actual, slice(None)), x, y), "actual"),
        Line(charts.polyline(points(found.fitted, slice(at_line + 1)), x, y), "fitted"),
        Line(charts.polyline(points(ahead, slice(at_line, None)), x, y), "fitted"),
    )
    return Chart(
        label,
        _("day"),
        _("repeat orders, added up"),
        lines=lines,
        marks=(Mark(_("forecast from here"), "line", x=x(float(found.line))),),
        x_ticks=month_ticks(int(found.days[0]), int(found.days[-1]), x),
        y_ticks=charts.levels(steps, y, formats.number),
        key=(("actual", _("actual")), ("fitted", _("the model")), ("spread", _("8 of 10 cases"))),
    )


def month_ticks(first: int, last: int, x: charts.Scale, *, most: int = 4) -> tuple[Tick, ...]:
    """Names of months, evenly chosen."""
    day = from_epoch_day(first).replace(day=1)
    months = []
    while (day := (day + timedelta(days=32)).replace(day=1)) <= from_epoch_day(last):
        months.append(day)
    step = max(1, -(-len(months) // most))
    since = from_epoch_day(0)
    return tuple(Tick(x(float((month - since).days)), month_name(month)) for month in months[step - 1 :: step])


def month_name(month: date) -> str:
    """May 97; January has its year already."""
    return formats.month(month) if month.month == 1 else f"{formats.month(month)} {month:%y}"


def alive_section(subject: Subject) -> Section:
    """P(still a client) by number of orders and silence."""
    known, unit = subject.known, subject.known.unit_days
    age = float(np.quantile(known.T, 0.75))
    orders = evenly([n for n in COLUMNS if n <= max(np.quantile(known.x, 0.999), 3)], MOST_COLUMNS)
    silences = silence_steps(age * unit)
    grid = curves.alive_grid(
        model_named(subject.name), subject.parameters, orders, [days / unit for days in silences], age=age
    )
    names = [horizon_words(days) for days in silences]
    rows = tuple(
        (name, tuple(Heat("", 0) if p is None else Heat(percent_figure(p), depth(p)) for p in row))
        for name, row in zip(names, grid, strict=True)
    )
    at = len(orders) // 2
    told = [(name, row[at]) for name, row in zip(names, grid, strict=True) if row[at] is not None]
    early, late = told[min(1, len(told) - 1)], told[len(told) // 2]
    plain = _(
        "After %(orders)s repeat orders and %(early)s of silence a client is still one with %(early_p)s; after %(late)s, "
        "with %(late_p)s."
    ) % {
        "orders": formats.number(orders[at]),
        "early": early[0],
        "early_p": formats.percent(early[1] or 0),
        "late": late[0],
        "late_p": formats.percent(late[1] or 0),
    }
    check = _(
        "P(active | x, t_x, T) under %(model)s, for a client who began %(age)s ago. It is a statement about the model: "
        "alarms are not raised on it."
    ) % {"model": model_title(subject.name), "age": formats.days(round(age * unit))}
    return Section(
        "alive",
        _("Who is still a client"),
        plain,
        check,
        grid=Grid(_("silent for, %"), tuple(formats.number(n) for n in orders), rows),
    )


def evenly(numbers: Sequence[int], most: int) -> list[int]:
    """At most so many of the numbers, the first and the last among them."""
    places = np.unique(np.rint(np.linspace(0, len(numbers) - 1, min(most, len(numbers)))).astype(int))
    return [numbers[place] for place in places]


def silence_steps(age_days: float) -> list[int]:
    """Round silences from nothing to nearly the whole age, in weeks once they are long."""
    candidates = [7, 14, 28, 56, 91, 126, 182, 273, 364, 546, 728, 1092, 1456, 2184]
    fitting = [days for days in candidates if days < 0.95 * age_days]
    return fitting[-SILENCES:] or [max(1, int(age_days / 2))]


def percent_figure(p: float) -> str:
    """A chance as a bare figure of percent for a tight cell: 94, <1, >99."""
    return "<1" if p < 0.01 else ">99" if p > 0.99 else formats.number(p * 100)


def depth(p: float) -> int:
    """How deep a cell is coloured."""
    return 0 if p < 0.05 else 1 if p < 0.3 else 2 if p < 0.6 else 3 if p < 0.8 else 4 if p < 0.95 else 5


def values_section(subject: Subject) -> Section | None:
    """Clients by the mean value of their orders; None where no value can be learnt."""
    known, currency = subject.known, subject.tested.currency
    fitted = fit_values(known)
    if fitted is None:
        return None
    sold = known.values > 0
    mean = known.value_sum[sold] / known.values[sold]
    unit = minor_per_unit(currency)
    steps = charts.nice_steps(float(np.quantile(mean, 0.95)) / unit, most=12)
    edges = [step * unit for step in steps] + [np.inf]
    found = curves.values(fitted, known, edges)
    names = [formats.number(step) for step in steps]
    middle = float(np.median(mean))
    plain = _("Half of the clients bring up to %(median)s with an order; their average is %(mean)s.") % {
        "median": formats.money(round(middle), currency),
        "mean": formats.money(round(float(mean.mean())), currency),
    }
    gap = float(np.abs(np.cumsum(found.actual - found.fitted)[:-1]).max() / max(found.actual.sum(), 1))
    check = _(
        "Gamma-Gamma: %(fit)s (%(currency)s). The largest gap between the two distribution functions is %(gap)s; rank "
        "correlation of value and number of orders: %(correlation)s."
    ) % {
        "fit": value_words(fitted, unit),
        "currency": currency,
        "gap": formats.number(gap, 3),
        "correlation": correlation_words(independence(known.values[sold], mean)),
    }
    if fitted.verdict != "ok":
        plain = f"{plain} {fit_verdict(fitted.verdict)}"
    rows = tuple(
        (f"{low}–{high}" if high else f"{low}+", formats.number(came), formats.number(told))
        for low, high, came, told in zip(names, [*names[1:], ""], found.actual, found.fitted, strict=True)
    )
    table = Rows((_("Mean value of an order"), _("Clients"), _("The model")), rows)
    return Section(
        "values", _("What an order brings"), plain, check, values_chart(found, names, plain, currency), table=table
    )


def values_chart(found: curves.Values, names: Sequence[str], label: str, currency: str) -> Chart:
    """Two bars for each range of values, the edges named."""
    chart = charts.paired_bars(label, [""] * len(names), found.actual.tolist(), found.fitted.tolist(), formats.number)
    slot = 100.0 / found.actual.size
    every = 1 if len(names) <= 7 else 2
    ticks = tuple(Tick(round(slot * place, 2), name) for place, name in enumerate(names) if place % every == 0)
    key = (("actual", _("actual")), ("fitted", _("the model")))
    title = _("mean value of an order, %(currency)s") % {"currency": currency}
    return charts.with_ticks(charts.titled(chart, title, _("clients"), key), ticks)


def correlation_words(found: Independence) -> str:
    """−0.02 (−0.05 to 0.01), or a dash where nothing varies."""
    if found.correlation is None:
        return "–"
    value, low, high = (formats.number(part or 0.0, 2) for part in (found.correlation, found.low, found.high))
    return f"{value} ({low} … {high})"


def value_words(fitted: Parameters, unit: int) -> str:
    """The parameters of Gamma-Gamma, v in units of money."""
    named = dict(fitted.named())
    named["v"] = named["v"] / unit
    return "; ".join(f"{name} = {formats.significant(value)}" for name, value in named.items())


def fit_sections(tested: Tested, known: Known) -> list[Section]:
    """The parts of the fit, the forecast first."""
    subject = Subject(tested, tested.found.origins[-1], known)
    values = values_section(subject)
    return [
        cumulative_section(subject),
        counts_section(subject),
        *([values] if values else []),
        alive_section(subject),
    ]
