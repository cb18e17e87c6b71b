"""Interviews and markets: how many were heard, what hurts them, how large it is. Counts only, nobody by name."""

from collections.abc import Sequence

from django.utils.translation import ngettext

from tenure.discovery.interviews.heard import Heard
from tenure.discovery.interviews.kinds import side_names
from tenure.discovery.markets.matrix import Cell as MarketCell
from tenure.discovery.markets.matrix import Matrix
from tenure.discovery.markets.words import carries_words, problem_states
from tenure.journeys.venture_report.document import Cell, Part, Quotes, Section, Span, Spans, Table, Words
from tenure.journeys.venture_report.scale import scale
from tenure.kernel import formats
from tenure.kernel.formats import gettext as _
from tenure.kernel.money import minor_per_unit

MOST = 12  # problems told, the most named first


def markets(found: Matrix, quotes: Sequence[Heard], currency: str) -> Section:
    """The section; each missing part says so."""
    parts: list[Part] = [*_talks(found), *_problems(found, currency)]
    if quotes:
        parts.append(Quotes(tuple((one.text, one.segment) for one in quotes)))
    parts.extend(_sizes(found, currency))
    return Section("markets", _("Interviews and markets"), tuple(parts))


def _talks(found: Matrix) -> list[Part]:
    whole = found.counts.whole
    if not found.counts.held:
        return [Words((_("Nobody has been interviewed yet."),), "missing")]
    text = ngettext(
        "%(n)s interview with %(people)s people: %(strangers)s were strangers to us; they speak for %(companies)s voices.",
        "%(n)s interviews with %(people)s people: %(strangers)s were strangers to us; they speak for %(companies)s voices.",
        whole.held,
    )
    told = {name: formats.number(getattr(whole, name)) for name in ("people", "strangers", "companies")}
    lines = [text % (told | {"n": formats.number(whole.held)})]
    if found.counts.others:
        sides = side_names()
        others = ", ".join(f"{sides[side]} {formats.number(count)}" for side, count in found.counts.others.items())
        lines.append(_("Also heard: %(others)s.") % {"others": others})
    names = found.counts.segment_names
    rows = tuple(
        (
            Cell(names[one.segment] if one.segment else _("no segment")),
            *(
                Cell(formats.number(count, digits), figure=True)
                for count, digits in (
                    (one.held, 0), (one.people, 0), (one.strangers, 0), (one.companies, 0), (one.effective, 1),
                )
            ),
        )
        for one in found.counts.segments
        if one.held
    )  # fmt: skip
    heads = (_("Segment"), _("Talks"), _("People"), _("Strangers"), _("Voices"), _("Worth"))
    note = _("Voices: people of one company count as one. Worth: so many independent answers.")
    return [Words(tuple(lines), "lead"), Table("", heads, (45, 11, 11, 11, 11, 11), rows), Words((note,), "note")]


def _heard(found: Matrix) -> list[MarketCell]:
    """Cells somebody was asked about or whose market is known, the most named first."""
    cells = [cell for cell in found.cells.values() if cell.mentions.unprompted or cell.asked or cell.size]
    return sorted(cells, key=lambda cell: (-cell.mentions.low, -cell.mentions.unprompted))


def _problems(found: Matrix, currency: str) -> list[Part]:
    cells = [cell for cell in _heard(found) if cell.mentions.people]
    title = _("Problems heard")
    if not cells:
        return [Words((_("No problem has been heard from anybody yet."),), "missing")]
    states = {problem.id: problem.state for problem in found.problems}
    names, segments = found.counts.problem_names, found.counts.segment_names
    rows = tuple(
        (
            Cell(names[cell.problem_id], _under(segments[cell.segment_id], states[cell.problem_id])),
            *_mentioned(cell),
            Cell(formats.number(cell.severity, 1) if cell.severity is not None else _("not asked")),
            Cell(formats.estimate(cell.spend_minor, currency) if cell.spend_minor is not None else _("unknown")),
        )
        for cell in cells[:MOST]
    )
    heads = (_("Problem"), _("Named unasked"), _("Have it"), _("Severity, 1 to 10"), _("Spent on it a year"))
    return [Table(title, heads, (36, 13, 20, 14, 17), rows)]


def _mentioned(cell: MarketCell) -> tuple[Cell, Cell]:
    found = cell.mentions
    count = {"n": formats.number(found.unprompted), "all": formats.number(found.people)}
    span = {"low": formats.percent(found.low), "high": formats.percent(found.high)}
    return Cell(_("%(n)s of %(all)s") % count), Cell(_("%(low)s to %(high)s") % span)


def _under(segment: str, state: str) -> str:
    return segment if state == "open" else f"{segment}; {problem_states()[state]}"


def _sizes(found: Matrix, currency: str) -> list[Part]:
    cells = sorted(
        (cell for cell in found.cells.values() if cell.size), key=lambda cell: -cell.size.low if cell.size else 0
    )
    if not cells:
        return [Words((_("No market has been sized yet."),), "missing")]
    names, segments, words = found.counts.problem_names, found.counts.segment_names, carries_words()
    unit = minor_per_unit(currency)
    sizes = [(cell, cell.size) for cell in cells[:MOST] if cell.size is not None]
    drawn = scale([value / unit for _cell, size in sizes for value in (size.low, size.high)], currency, from_zero=True)
    rows = tuple(
        Span(
            names[cell.problem_id],
            f"{segments[cell.segment_id]}; {words[cell.carries]}",
            drawn.place(size.low / unit),
            drawn.place(size.middle / unit),
            drawn.place(size.high / unit),
            _("at least %(low)s, likely %(middle)s, up to %(high)s a year")
            % {
                "low": formats.estimate(round(size.low), currency),
                "middle": formats.estimate(round(size.middle), currency),
                "high": formats.estimate(round(size.high), currency),
            },
        )
        for cell, size in sizes
    )
    lines = [
        _("Reckoned from below: how many there are, reached, have the problem, would pay, price and purchases a year.")
    ]
    if any(size.flagged for _cell, size in sizes):
        lines.append(_("For some of them the reckoning from above differs more than threefold."))
    if found.least_company_minor is not None:
        money = formats.amount(found.least_company_minor, currency)
        lines.append(_("A company needs a yearly margin of at least %(money)s.") % {"money": money})
    return [Spans(_("What can be obtained a year"), rows, None, drawn.ticks, " ".join(lines))]
