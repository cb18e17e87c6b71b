"""The parts of the report that show what came of the forecasts: chances, alarms, models, and who brings the income."""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
from django.utils.translation import gettext as _

from tenure.engine.backtest.cohorts import Cohort
from tenure.engine.backtest.measures import Bin
from tenure.engine.backtest.outcomes import Measures
from tenure.engine.backtest.run import Backtest
from tenure.engine.base.concentration import Concentration
from tenure.journeys.order_files import report_charts as charts
from tenure.journeys.order_files.backtest_file import Tested
from tenure.journeys.order_files.backtest_words import (
    choice_sentence,
    gap_words,
    model_title,
    naive_title,
    signed_percent,
)
from tenure.journeys.order_files.fit_file import in_order
from tenure.journeys.order_files.report_charts import Chart, Line, Tick
from tenure.journeys.order_files.report_fit import month_name
from tenure.journeys.order_files.report_parts import Rows, Section
from tenure.journeys.order_files.score_words import income_sentences
from tenure.kernel import formats

FEWEST_ORDERS = 20


def reliability_section(tested: Tested) -> Section:
    """Chances told against shares that came true."""
    measures: Measures = tested.found.chosen
    bins = measures.chances.bins
    likely = bins[-1]
    plain = _(
        "Of the clients the model was surest about it said %(told)s would order; %(came)s did (%(low)s to %(high)s)."
    ) % {
        "told": formats.percent(likely.forecast),
        "came": formats.percent(likely.realised),
        "low": formats.percent(likely.low),
        "high": formats.percent(likely.high),
    }
    check = _(
        "%(forecasts)s forecasts in %(bins)s groups of equal size; bars are 95 %% intervals (Wilson). Expected "
        "calibration error %(ece)s, Brier score %(brier)s, skill against one chance for everyone %(skill)s."
    ) % {
        "forecasts": formats.number(measures.forecasts),
        "bins": len(bins),
        "ece": formats.number(measures.chances.ece, 3),
        "brier": formats.number(measures.chances.brier, 3),
        "skill": formats.number(measures.chances.skill, 2),
    }
    rows = tuple(
        (
            formats.percent(one.forecast, 1),
            formats.percent(one.realised, 1),
            f"{formats.percent(one.low, 1)} – {formats.percent(one.high, 1)}",
            formats.number(one.clients),
        )
        for one in bins
    )
    table = Rows((_("Told"), _("Came true"), _("95 % interval"), _("Forecasts")), rows)
    chart = reliability_chart(bins, plain)
    return Section("reliability", _("Can its chances be believed"), plain, check, chart, table=table)


def reliability_chart(bins: Sequence[Bin], label: str) -> Chart:
    """A dot for each group of clients, beside the line on which chances come true as told."""
    x, y = charts.across(0.0, 1.0), charts.upward(1.0)
    dots = tuple(charts.Dot(x(one.forecast), y(one.realised), y(one.high), y(one.low), "actual") for one in bins)
    ticks = (0.0, 0.25, 0.5, 0.75, 1.0)
    return Chart(
        label,
        _("chance of an order, as told"),
        _("share that ordered"),
        lines=(Line(f"M0 {charts.HEIGHT:g}L100 0", "even"),),
        dots=dots,
        x_ticks=tuple(Tick(x(value), formats.percent(value)) for value in ticks),
        y_ticks=charts.levels(ticks[1:], y, formats.percent),
        key=(("actual", _("share that ordered, 95 % interval")), ("even", _("as told"))),
    )


def models_section(tested: Tested) -> Section:
    """All models and rules of thumb side by side."""
    headings = (
        _("Model"),
        _("ln likelihood"),
        _("Error, median"),
        _("Error, mean"),
        _("Total off by"),
        _("Brier score"),
        _("80 % held"),
        _("95 % held"),
    )
    check = _(
        "Held-out log-likelihood of each client’s number of orders: distance from the best, with the standard error over "
        "clients. Errors: mean absolute, of the median and of the expectation. In brackets what an interval promised: "
        "more than its name says, since orders are whole."
    )
    return Section(
        "models",
        _("Which model"),
        choice_sentence(tested.found),
        check,
        table=Rows(headings, tuple(model_rows(tested.found))),
        open=True,
        wide=True,
    )


def model_rows(found: Backtest) -> Iterator[tuple[str, ...]]:
    """The measures of each model and of each rule of thumb."""
    compared = {one.model: one for one in found.choice.compared}
    for name, one in found.models.items():
        gap = compared[name]
        yield (
            row_title(name, found),
            "0" if gap.is_the_best else gap_words(gap),
            formats.number(one.mae_median, 3),
            formats.number(one.mae, 3),
            "–" if one.bias is None else signed_percent(one.bias),
            formats.number(one.chances.brier, 3),
            *(f"{formats.percent(level.realised)} ({formats.percent(level.promised)})" for level in one.coverage),
        )
    for name, rule in found.naive.items():
        bias = "–" if rule.bias is None else signed_percent(rule.bias)
        yield naive_title(name), "", "", formats.number(rule.mae, 3), bias, "", "", ""


def row_title(name: str, found: Backtest) -> str:
    """The model, its regularity where it has one, and an arrow at the chosen one."""
    regularity = in_order(name, found.origins[-1].fits[name]).get("k")
    words = model_title(name) if regularity is None else f"{model_title(name)}, k = {regularity:g}"
    return f"{words} ←" if name == found.choice.model else words


def cohorts_section(tested: Tested) -> Section:
    """The forecasts by when clients first ordered."""
    found = tested.found.cohorts
    known = [cohort for cohort in found if cohort.bias is not None and cohort.actual >= FEWEST_ORDERS]
    if known:
        worst = max(known, key=lambda cohort: abs(cohort.bias or 0.0))
        plain = _("The forecast is furthest off for clients who began in %(month)s: %(bias)s.") % {
            "month": cohort_title(worst),
            "bias": signed_percent(worst.bias or 0.0),
        }
    else:
        plain = _("No group of clients ordered often enough to tell where the forecast is off.")
    rows = tuple(
        (
            cohort_title(cohort),
            formats.number(cohort.forecasts),
            formats.number(round(cohort.expected)),
            formats.number(round(cohort.actual)),
            "–" if cohort.bias is None else signed_percent(cohort.bias),
            formats.number(cohort.per_client, 3),
        )
        for cohort in found
    )
    headings = (
        _("First order"),
        _("Forecasts"),
        _("Foreseen"),
        _("Came"),
        _("Off by"),
        _("ln likelihood a forecast"),
    )
    check = _("Held-out log-likelihood by cohort, under %(model)s; the nearer to zero, the better foreseen.") % {
        "model": model_title(tested.found.choice.model)
    }
    return Section("cohorts", _("Old clients and new ones"), plain, check, table=Rows(headings, rows), open=True)


def cohort_title(cohort: Cohort) -> str:
    """A month, or the first and the last month of a wider cohort."""
    if cohort.months == 1:
        return formats.month_year(cohort.start)
    number = cohort.start.year * 12 + cohort.start.month - 1 + cohort.months - 1
    last = date(number // 12, number % 12 + 1, 1)
    if cohort.months >= 12:
        return str(cohort.start.year) if cohort.start.year == last.year else f"{cohort.start.year}–{last.year}"
    return f"{month_name(cohort.start)} – {month_name(last)}"


def concentration_section(found: Concentration, currency: str) -> Section | None:
    """Who brings the income of the last 12 months; None where there is none to divide."""
    sentences = income_sentences(found)
    if not sentences or found.clients < 2 or found.hhi is None:
        return None
    check = _(
        "Gini coefficient %(gini)s; Herfindahl index %(hhi)s, as of %(equal)s equal clients; %(n)s clients who ordered "
        "in the 12 months, returns taken off."
    ) % {
        "gini": formats.number(found.gini or 0.0, 3),
        "hhi": formats.number(found.hhi, 4),
        "equal": formats.number(round(1 / found.hhi)),
        "n": formats.number(found.clients),
    }
    chart, plain = income_chart(found, sentences[0]), " ".join(sentences)
    return Section(
        "concentration", _("Who brings the income"), plain, check, chart, table=income_table(found, currency)
    )


def income_chart(found: Concentration, label: str) -> Chart:
    """Income added up from the best client on, beside the line of equal clients."""
    high = max(value for _n, value in found.curve)
    x, y = charts.across(0.0, found.clients), charts.upward(high, min(0.0, *(value for _n, value in found.curve)))
    quarters = (0.25, 0.5, 0.75, 1.0)
    return Chart(
        label,
        _("clients, best first"),
        _("share of income"),
        lines=(
            Line(charts.polyline(((0, 0), (found.clients, found.total)), x, y), "even"),
            Line(charts.polyline(found.curve, x, y), "actual"),
        ),
        x_ticks=tuple(Tick(100 * share, formats.percent(share)) for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)),
        y_ticks=tuple(Tick(y(found.total * share), formats.percent(share)) for share in quarters),
        key=(("actual", _("income of 12 months, added up")), ("even", _("if all brought the same"))),
    )


def income_table(found: Concentration, currency: str) -> Rows:
    """The same in figures."""
    places, totals = zip(*found.curve, strict=True)
    rows = tuple(
        (
            formats.percent(share),
            formats.money(round(float(np.interp(share * found.clients, places, totals))), currency),
            formats.percent(min(float(np.interp(share * found.clients, places, totals)) / found.total, 1.0)),
        )
        for share in (0.01, 0.05, 0.1, 0.2, 0.5, 1.0)
    )
    return Rows((_("Best clients"), _("Income"), _("Share of income")), rows)
