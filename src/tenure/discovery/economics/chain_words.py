"""The rows of the page: inputs, the chain with the formula beside every name, what moves it, time, comparison."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from types import MappingProxyType

from django.utils.translation import ngettext

from tenure.discovery.economics.analysis import Economics
from tenure.discovery.economics.link_words import link_told, nothing_found, stale_told
from tenure.discovery.economics.metrics import METRICS
from tenure.discovery.economics.scenarios import CorrelationRow, Scenario
from tenure.discovery.economics.words import (
    about,
    goes_together,
    letters,
    metric_hints,
    metric_title,
    range_of,
    source_of,
    sum_of,
    value_of,
)
from tenure.kernel import formats
from tenure.kernel.formats import gettext as _

EMPTY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Line:
    """A row: name, letters, formula or hint, value; note: what stands behind it; tone: good, bad or none."""

    name: str
    letters: str
    formula: str
    value: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True)
class InputLine:
    """An input as shown: value empty where it is missing; unknown: it is linked, and nothing was found; stale: why it is to
    be counted again."""

    metric: str
    name: str
    hint: str
    value: str
    span: str
    source: str
    basis: str
    assumed: bool
    unknown: str = ""
    stale: str = ""


def input_line(scenario: Scenario, metric: str, currency: str, stale: Mapping[str, str] = EMPTY) -> InputLine:
    """stale: by metric why it is to be counted again, as `link_age.changed_since` gives it."""
    row, link = scenario.inputs.get(metric), scenario.links.get(metric)
    name, hint = metric_title(metric), metric_hints()[metric]
    old = stale_told(stale[metric]) if metric in stale else ""
    told = link_told(link, currency) if link else ""
    if row is None:
        return InputLine(metric, name, hint, "", "", told, "", False, nothing_found(link) if link else "", old)
    return InputLine(
        metric, name, hint, value_of(metric, row.value, currency), range_of(row, currency), told or source_of(row),
        row.basis, row.assumed, "", old,
    )  # fmt: skip


def chain_lines(found: Economics, currency: str) -> list[Line]:
    """What follows from the inputs, formula beside every name; empty while one is missing."""
    c = found.chain
    if c is None:
        return []
    mark = found.scenario.ltv_cac_mark
    return [
        Line(_("Buyers"), "B", "UA × C1", formats.number(c.buyers, 1)),
        Line(_("Revenue per buyer"), "ARPPU", "AvP × APC", sum_of(c.revenue_per_client, currency), _("revenue, not margin")),
        Line(_("Margin per buyer"), "ARPC", "(AvP − COGS) × APC − 1sCOGS", sum_of(c.margin_per_client, currency),
             _("lifetime value, LTV"),
             "bad" if c.margin_per_client <= 0 else ""),
        Line(_("Margin per acquired"), "ARPU", "C1 × ARPC", sum_of(c.margin_per_user, currency)),
        Line(_("Cost of a buyer"), "CAC", "CPA / C1", _unless(c.cac, currency)),
        Line(_("Lifetime value to cost"), "LTV / CAC", "ARPC / CAC", "–" if c.ltv_cac is None else formats.number(c.ltv_cac, 2),
             _("mark: %(mark)s") % {"mark": formats.number(mark, 1)},
             "" if c.ltv_cac is None else "good" if c.ltv_cac >= mark else "bad" if c.ltv_cac < 1 else ""),
        Line(_("Margin of the cohort"), "CM", "UA × (ARPU − CPA) = B × (ARPC − CAC)", sum_of(c.contribution, currency), "",
             "good" if c.contribution > 0 else "bad"),
        Line(_("Profit"), "", _("CM − fixed costs"), sum_of(c.profit, currency),
             _("fixed costs %(sum)s") % {"sum": sum_of(c.fixed, currency)},
             "good" if c.profit > 0 else "bad"),
    ]  # fmt: skip


def _unless(value: float | None, currency: str) -> str:
    return "–" if value is None else sum_of(value, currency)


@dataclass(frozen=True)
class MoveLine:
    """What one metric does: better by a tenth, elasticity (empty when the margin is not above zero), best gain within
    the range, and the value at which the margin is zero with its distance and whether it can be."""

    name: str
    better: str
    worse: bool
    elasticity: str
    gain: str
    even: str
    distance: str
    reach: str
    bottleneck: bool


def move_lines(found: Economics, currency: str) -> list[MoveLine]:
    if found.chain is None or found.better is None or found.tornado is None:
        return []
    evens = {row.metric: row for row in found.evens}
    lines = []
    for metric in METRICS:
        even, bar = evens.get(metric), found.tornado.bars.get(metric)
        better = found.better[metric]
        lines.append(
            MoveLine(
                name=metric_title(metric),
                better=("+" if better > 0 else "") + sum_of(better, currency),
                worse=better < 0,
                elasticity=formats.signed(found.elasticity[metric], 1) if found.elasticity else "",
                gain=("+" if bar.best_gain > 0 else "") + sum_of(bar.best_gain, currency) if bar else "",
                even=value_of(metric, even.value, currency)
                if even and even.value is not None and even.feasible
                else "",
                distance=_per_cent(even.distance) if even and even.feasible and even.distance is not None else "",
                reach=_reach(metric, found),
                bottleneck=metric == found.tornado.bottleneck,
            )
        )
    return lines


def _per_cent(share: float) -> str:
    return f"{formats.signed(100 * share, 1)}{formats.NBSP}%"


def _reach(metric: str, found: Economics) -> str:
    even = next((row for row in found.evens if row.metric == metric), None)
    if even is None:
        return _("changes only the size, not the sign")
    if even.value is None or not even.feasible:
        return _("impossible")
    if even.inside is None:
        return _("no range given")
    return _("within the range") if even.inside else _("outside the range")


@dataclass(frozen=True)
class InfluenceLine:
    """An uncertain input: share of the doubt it carries (0..1), worth of knowing it, how it goes with the margin."""

    name: str
    share: float
    share_text: str
    worth: str
    spearman: str


def influence_lines(found: Economics, currency: str) -> list[InfluenceLine]:
    simulated = found.scenario.simulated
    if simulated is None:
        return []
    return [
        InfluenceLine(
            metric_title(one.metric), one.share, formats.percent(one.share),
            about(one.worth, currency) if one.worth >= 0.5 else _("under %(sum)s") % {"sum": sum_of(1, currency)},
            formats.signed(one.spearman, 2),
        )
        for one in simulated.influences
    ]  # fmt: skip


@dataclass(frozen=True)
class PairLine:
    id: int
    pair: str
    rank: float
    rank_text: str
    words: str


def pair_line(pair: CorrelationRow) -> PairLine:
    names = f"{letters(pair.first)} ↔ {letters(pair.second)}"
    return PairLine(pair.id, names, pair.rank, formats.signed(pair.rank, 2), goes_together(pair.rank))


def time_lines(found: Economics, currency: str) -> list[Line]:
    """Payback, lifetime values, and the volume that covers fixed costs."""
    if found.chain is None or found.timing is None:
        return []
    timing, lines = found.timing, []
    limit = months(found.scenario.payback_limit)
    month = Line(
        _("Margin of a client in a month"),
        "m",
        _("(AvP − COGS) × APC over the months those who stay are here"),
        sum_of(timing.month_margin, currency),
    )
    lines.append(month)
    lines.append(Line(_("To be returned by a client"), "", "CAC + 1sCOGS", _unless(timing.to_return, currency)))
    if timing.payback is None:
        lines.append(Line(_("Payback"), "", _("needs the share that stays from month to month"), _("unknown")))
    else:
        value = months(timing.payback.whole) if timing.payback.whole is not None else _("never")
        simple = _("without churn %(months)s") % {"months": formats.number(timing.payback.simple, 1)}
        note = (
            simple
            if timing.payback.ever
            else _("too many leave before it is returned; %(simple)s") % {"simple": simple}
        )
        tone = "good" if timing.in_time else "bad"
        lines.append(
            Line(
                _("Payback with churn"),
                "",
                "ln(1 − CAC × (1 − r) / m) / ln r",
                value,
                f"{note}; {_('limit %(months)s') % {'months': limit}}",
                tone,
            )
        )
    if timing.lifetime is not None:
        lines.extend(_lifetimes(found, currency))
    lines.extend(_volume(found, currency))
    return lines


def _lifetimes(found: Economics, currency: str) -> list[Line]:
    assert found.timing is not None
    value = found.timing.lifetime
    assert value is not None
    forms = [
        (_("Lifetime value, first payment now"), "m × (1 + d) / (1 + d − r)", value.first_now),
        (_("Lifetime value, first payment after a month"), "m × r / (1 + d − r)", value.first_end),
        (_("Lifetime value without discount"), "m / (1 − r)", value.simple),
        (_("Lifetime value within the horizon"), "m × Σ (r / (1 + d))ᵗ", value.horizon),
    ]
    return [
        Line(name, "LTV", formula, sum_of(sum_, currency) if isfinite(sum_) else _("without end"))
        for name, formula, sum_ in forms
    ]


def _volume(found: Economics, currency: str) -> list[Line]:
    volume, chain = found.volume, found.chain
    if volume is None or chain is None:
        return []
    formula = _("fixed costs / (AvP − COGS − (1sCOGS + CAC) / APC)")
    if volume.units is None:
        return [Line(_("Break-even volume"), "", formula, _("none"), _("an order brings less than it costs"), "bad")]
    lines = [
        Line(_("Break-even volume"), "", formula, _orders(volume.units), sum_of(volume.revenue or 0, currency)),
        Line(_("Margin of safety"), "", _("(orders − break-even) / orders"),
             "–" if volume.safety is None else formats.percent(volume.safety) if volume.safety >= 0 else _per_cent(volume.safety),
             "", "" if volume.safety is None else "good" if volume.safety > 0 else "bad"),
    ]  # fmt: skip
    if volume.leverage is not None:
        lines.append(
            Line(
                _("Operating leverage"),
                "",
                _("CM / (CM − fixed costs)"),
                formats.number(volume.leverage, 1),
                _("per cent of profit by per cent of sales"),
            )
        )
    return lines


def _orders(count: float) -> str:
    whole = -int(-count // 1)
    return ngettext("%(n)s order", "%(n)s orders", whole) % {"n": formats.number(whole)}


def months(count: int) -> str:
    return ngettext("%(n)s month", "%(n)s months", count) % {"n": formats.number(count)}


def compared_rows(found: Sequence[Economics], currency: str) -> list[tuple[str, list[str]]]:
    """Scenarios side by side: the inputs, then what follows."""
    rows = [
        (metric_title(metric), [input_line(one.scenario, metric, currency).value or "–" for one in found])
        for metric in METRICS
    ]
    rows.append((_("Horizon"), [months(one.scenario.horizon_months) for one in found]))
    names = [(line.name, line.letters) for line in next((chain_lines(one, currency) for one in found if one.chain), [])]
    tables = [{line.name: line.value for line in chain_lines(one, currency)} for one in found]
    rows += [(f"{name} ({sign})" if sign else name, [table.get(name, "–") for table in tables]) for name, sign in names]
    return rows
