"""The first page: whose venture this is, and what a reader in a hurry takes along."""

from collections.abc import Sequence

from django.utils.translation import ngettext

from tenure.discovery.economics import verdict_words
from tenure.discovery.economics.analysis import Economics
from tenure.discovery.economics.words import about, chance
from tenure.discovery.fit.conditions import Conditions
from tenure.discovery.gates.runway import Runway
from tenure.discovery.gates.standing import OverrideView
from tenure.discovery.gates.view import GateView
from tenure.discovery.hypotheses.tested import Tally
from tenure.discovery.testing.costs import LearningCost
from tenure.discovery.ventures.frame import VentureFrame
from tenure.discovery.ventures.phases import phase_names
from tenure.discovery.words import earlier_rules, venture_kinds, venture_states
from tenure.journeys.venture_report.document import Figure, Section, Words
from tenure.journeys.venture_report.of_cost import spent
from tenure.journeys.venture_report.of_decisions import gate_line
from tenure.journeys.venture_report.of_fit import fit_figure
from tenure.kernel import formats
from tenure.kernel.formats import gettext as _


def top(frame: VentureFrame, company: str) -> str:
    """The line over the name."""
    return " · ".join(part for part in (_("Venture report"), company, formats.table_day(frame.today)) if part)


def under(frame: VentureFrame) -> str:
    """The line below the name: what it is, where it stands, whose it is."""
    loop = _("loop %(loop)s, day %(day)s of %(days)s") % {
        "loop": formats.number(frame.loop), "day": formats.number(frame.loop_day), "days": formats.number(frame.loop_days)
    }  # fmt: skip
    kind = dict(venture_kinds())[frame.kind]
    parts = [kind[:1].upper() + kind[1:], phase_names()[frame.phase], loop]
    if frame.state != "active":
        parts.append(venture_states()[frame.state])
    parts.append(_("led by %(name)s") % {"name": frame.owner})
    return " · ".join(parts)


def warnings(running: Sequence[OverrideView], earlier: int) -> tuple[str, ...]:
    """Gates passed against their criteria, and numbers of earlier rules, stand on the first page, as on every page of the
    venture."""
    names = phase_names()
    passed = tuple(
        _("The gate of %(phase)s was passed against its criteria (%(codes)s) until %(day)s.")
        % {"phase": names[one.phase], "codes": ", ".join(one.unmet), "day": formats.day(one.until)}
        for one in running
    )
    return (*passed, earlier_rules(earlier)) if earlier else passed


def answer(frame: VentureFrame, gate: GateView, runway: Runway, economics: Economics | None) -> str:
    """One paragraph of headline figures."""
    money = verdict_words.headline(economics) if economics else _("The numbers of unit economics are not written yet.")
    return " ".join((_tested(frame.tally), gate_line(gate), money, _left(runway)))


def learning(cost: LearningCost, currency: str) -> str:
    """Learning against building, or that nothing was noted."""
    return spent(cost, currency) if cost.total_minor else _("What learning has cost was not noted.")


def _tested(tally: Tally) -> str:
    if not tally.every:
        return _("No hypothesis has been written yet.")
    every = ngettext("%(n)s hypothesis", "%(n)s hypotheses", tally.every) % {"n": formats.number(tally.every)}
    told = {
        "every": every, "tested": formats.number(tally.tested), "supported": formats.number(tally.supported),
        "refuted": formats.number(tally.refuted), "open": formats.number(tally.open),
    }  # fmt: skip
    text = _("%(every)s, tested: %(tested)s (supported %(supported)s, refuted %(refuted)s), open: %(open)s.") % told
    if tally.moved:
        moved = _("Not tested and only moved by evidence: %(n)s.") % {"n": formats.number(tally.moved)}
        text = f"{text} {moved}"
    away = _("Tested and no longer on the canvas: %(n)s.") % {"n": formats.number(tally.away)}
    return f"{text} {away}" if tally.away else text


def _left(runway: Runway) -> str:
    """The runway in a sentence."""
    if runway.cash_minor is None:
        return _("How long the money lasts is not known: the cash on hand is not said.")
    parts = []
    if runway.pivots is not None:
        parts.append(
            ngettext("%(n)s more loop", "%(n)s more loops", runway.pivots) % {"n": formats.number(runway.pivots)}
        )
    if runway.months is not None:
        months = round(runway.months)
        parts.append(ngettext("%(n)s month", "%(n)s months", months) % {"n": formats.number(months)})
    if not parts:
        return _("How long the money lasts is not known: what is spent a month is not said.")
    return _("The money lasts for %(long)s.") % {"long": ", ".join(parts)}


def figures(
    frame: VentureFrame, gate: GateView, cost: LearningCost, economics: Economics | None, conditions: Conditions,
    currency: str,
) -> tuple[Figure, ...]:  # fmt: skip
    """The headline numbers, each with what stands beside it."""
    decided = frame.tally.tested
    musts, met = len(gate.musts), len(gate.musts) - len(gate.unmet)
    of = _("%(n)s of %(all)s")
    shown = [
        Figure(
            _("Hypotheses tested"), of % {"n": formats.number(decided), "all": formats.number(frame.tally.every)},
            _("supported %(supported)s, refuted %(refuted)s")
            % {"supported": formats.number(frame.tally.supported), "refuted": formats.number(frame.tally.refuted)},
        ),
        Figure(
            _("Criteria of the gate met"), of % {"n": formats.number(met), "all": formats.number(musts)},
            _("the gate is open") if gate.open else _("the gate is closed"), "good" if gate.open else "warn",
        ),
    ]  # fmt: skip
    simulated = economics.scenario.simulated if economics else None
    if simulated is not None:
        margin = {"low": about(simulated.p10, currency), "high": about(simulated.p90, currency)}
        small = _("margin %(low)s to %(high)s") % margin
        shown.append(Figure(_("Chance of a loss"), chance(simulated.loss), small))
    else:
        shown.append(Figure(_("Chance of a loss"), "–", _("not known yet"), "muted"))
    shown.append(fit_figure(conditions))
    if cost.build_minor and cost.total_minor:
        share = formats.percent(cost.total_minor / cost.build_minor)
        small = _("of the cost of building")
    else:
        share = formats.amount(cost.total_minor, currency) if cost.total_minor else "–"
        small = _("the cost of building is not said")
    shown.append(Figure(_("Cost of learning"), share, small))
    return tuple(shown)


def method() -> Section:
    """How to read it, in four lines."""
    lines = (
        _(
            "A probability follows from all evidence by rules set beforehand; its range holds the true value in 8 of 10 cases. "
            "Words alone never lift it above 80 %% nor press it below 20 %%."
        ) % {},
        _(
            "A locked test is sealed (SHA-256) before its first result: criterion, size and population cannot change unseen; "
            "changes stay visible, and a card changed after looking decides nothing."
        ),
        _("Evidence has levels: 0 an opinion, 3 a step that costs nothing, 5 money in advance, 6 repeated paid use."),
        _("Nobody who was interviewed is named here; what is not known or not decided is said to be so."),
    )  # fmt: skip
    return Section("method", _("How to read this report"), (Words(lines, "list-note"),))
