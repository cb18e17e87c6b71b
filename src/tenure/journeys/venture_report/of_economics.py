"""Unit economics: the verdict in words, what carries the doubt, the numbers with their ranges."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import ngettext

from tenure.discovery.economics import chain_words, verdict_words
from tenure.discovery.economics.analysis import Economics
from tenure.discovery.economics.link_values import LinkRow
from tenure.discovery.economics.metrics import METRICS
from tenure.discovery.economics.pictures import tornado_picture
from tenure.discovery.economics.simulated import Simulated
from tenure.discovery.economics.words import about, chance
from tenure.journeys.venture_report.document import Cell, Drawn, Part, Section, Span, Spans, Table, Words
from tenure.journeys.venture_report.scale import scale
from tenure.kernel import formats
from tenure.kernel.formats import gettext as _

TOLD = ("ARPC", "CAC", "LTV / CAC", "CM")


def unit_economics(found: Economics | None, currency: str, links: Mapping[str, LinkRow]) -> Section:
    """The section of the main scenario. links: what its numbers are counted from."""
    heading = _("Unit economics")
    if found is None:
        return Section(
            "economics", heading, (Words((_("The numbers of unit economics are not written yet."),), "missing"),)
        )
    parts: list[Part] = [Words((verdict_words.headline(found),), "lead")]
    told = (verdict_words.assumed(found), verdict_words.channels_differ(found, currency))
    sentences = [*verdict_words.what_would_change(found, currency), *told]
    parts.append(Words(tuple(text for text in sentences if text)))
    if found.scenario.simulated is not None and found.scenario.simulated.influences:
        parts.append(_margin(found.scenario.simulated, currency))
    picture = tornado_picture(found, currency)
    if picture is not None:
        labels = (_("low guess"), _("high guess"), _("likely values: %(sum)s") % {"sum": picture.base_text})
        parts.append(Drawn(_("What moves the margin of the cohort"), picture, labels, _("bottleneck")))
    parts.append(_inputs(found, currency, links))
    if found.chain is not None:
        parts.append(_follows(found, currency))
    return Section("economics", heading, tuple(parts))


def _margin(found: Simulated, currency: str) -> Spans:
    """The margin of the cohort with its range and the chance of a loss."""
    drawn = scale([found.p10, found.p50, found.p90, 0.0], currency)
    text = _("%(low)s to %(high)s in 8 of 10 cases, likely %(middle)s") % {
        "low": about(found.p10, currency), "high": about(found.p90, currency), "middle": about(found.p50, currency),
    }  # fmt: skip
    row = Span(
        _("Margin of the cohort"), _("chance of a loss: %(share)s") % {"share": chance(found.loss)},
        drawn.place(found.p10), drawn.place(found.p50), drawn.place(found.p90), text,
    )  # fmt: skip
    note = _("Computed %(n)s times, each number drawn from its range; the dashed line is a margin of zero.")
    return Spans("", (row,), drawn.zero, drawn.ticks, note % {"n": formats.number(found.draws)})


def _inputs(found: Economics, currency: str, links: Mapping[str, LinkRow]) -> Table:
    scenario = replace(found.scenario, links=links)
    months = ngettext("over %(n)s month", "over %(n)s months", scenario.horizon_months) % {
        "n": formats.number(scenario.horizon_months)
    }  # fmt: skip
    rows = []
    for metric in METRICS:
        line = chain_words.input_line(scenario, metric, currency)
        source = _("assumed, without data") if line.assumed else line.source
        value = line.value or (_("unknown") if line.unknown else _("missing"))
        rows.append((
            Cell(line.name),
            Cell(value, tone="" if line.value else "warn", strong=bool(line.value)),
            Cell(line.span or "–"),
            Cell(source, line.basis, tone="warn" if line.assumed else ""),
        ))  # fmt: skip
    title = _("The numbers, %(months)s") % {"months": months}
    heads = (_("Input"), _("Likely"), _("Range"), _("Where from"))
    return Table(title, heads, (34, 12, 20, 34), tuple(rows))


def _follows(found: Economics, currency: str) -> Table:
    lines = [line for line in chain_words.chain_lines(found, currency) if line.letters in TOLD]
    lines += [line for line in chain_words.time_lines(found, currency) if not line.letters][1:3]
    rows = tuple(
        (Cell(line.name, line.formula), Cell(line.value, tone=line.tone, strong=True), Cell(line.note))
        for line in lines
    )
    return Table(_("What follows"), (_("What"), _("Result"), _("Note")), (52, 18, 30), rows)
