"""The report of a venture for a partner or an investor: gathered from every feature, told in the reader's language."""

from typing import Any

from django.utils import translation

from tenure.discovery.canvas.canvas import laid
from tenure.discovery.economics.analysis import economics_of
from tenure.discovery.economics.scenarios import links_of
from tenure.discovery.fit.conditions import conditions_for
from tenure.discovery.gates.changes import every_change
from tenure.discovery.gates.decisions import decisions_of
from tenure.discovery.gates.pivots import pivots_of
from tenure.discovery.gates.proofs import pieces_of
from tenure.discovery.gates.runway import runway_now
from tenure.discovery.gates.view import gate_for
from tenure.discovery.hypotheses.search import search_of
from tenure.discovery.hypotheses.strength import strengths
from tenure.discovery.interviews.heard import heard_of, named_in
from tenure.discovery.markets.matrix import matrix_for
from tenure.discovery.offers.mvp import shown_to, versions_for
from tenure.discovery.offers.products import products_of
from tenure.discovery.offers.roadmap import roadmap_for
from tenure.discovery.reading_once import answered, reading_once, this_workspace
from tenure.discovery.sight import seen_venture
from tenure.discovery.surveys.prices import price_studies
from tenure.discovery.testing.cards import every_card
from tenure.discovery.testing.costs import learning_for
from tenure.discovery.testing.next_test import USUAL_HOUR_MINOR, next_for
from tenure.discovery.testing.told import planned_tests, tests_told
from tenure.discovery.ventures.frame import frame_of
from tenure.discovery.ventures.settings import settings_of
from tenure.journeys.venture_report import head
from tenure.journeys.venture_report.document import Report
from tenure.journeys.venture_report.names import without_names
from tenure.journeys.venture_report.of_canvas import canvas_part
from tenure.journeys.venture_report.of_cost import cost
from tenure.journeys.venture_report.of_decisions import decisions
from tenure.journeys.venture_report.of_economics import unit_economics
from tenure.journeys.venture_report.of_hypotheses import open_still, proven
from tenure.journeys.venture_report.of_markets import markets
from tenure.journeys.venture_report.of_offers import offers
from tenure.kernel import clock, formats
from tenure.kernel.formats import gettext as _
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require
from tenure.privacy.workspace import WorkspaceView


def venture_report(*, actor: User, venture_id: int, workspace: WorkspaceView | None = None) -> Report:
    """The report of a venture in sight, in the active language; workspace: where it has been read. Raises NotFound."""
    with reading_once():
        if workspace is not None:
            answered(this_workspace, answer=workspace)
        return _gathered(actor, venture_id)


def _gathered(actor: User, venture_id: int) -> Report:
    given: dict[str, Any] = {"actor": actor, "venture_id": venture_id}
    workspace, venture = this_workspace(), seen_venture(actor, venture_id)
    currency = workspace.currency if workspace else "EUR"
    hour = workspace.hour_cost_minor if workspace else USUAL_HOUR_MINOR
    search = search_of(venture)
    rows, removed = search.rows, search.removed
    frame, settings = frame_of(**given), settings_of(**given)[0]
    strong = strengths((one.hypothesis, one.supports, one.level) for one in pieces_of(venture))
    tests = tests_told(**given)
    economics = economics_of(**given, currency=currency)
    gate, conditions = gate_for(actor, venture), conditions_for(actor, venture, currency)
    changes, road = every_change(venture), roadmap_for(venture, conditions.board.sales)
    learnt, ahead = learning_for(venture), next_for(venture, rows, hour, every_card(venture))
    said = head.answer(frame, gate, runway_now(**given), economics)
    made = Report(
        venture_id=venture_id,
        language=formats.language(),
        name=frame.name,
        top=head.top(frame, workspace.name if workspace else ""),
        under=head.under(frame),
        vision=settings.vision or _("The vision is not written down."),
        warnings=head.warnings(gate.standings.running, frame.tally.earlier),
        answer=f"{said} {head.learning(learnt, currency)}",
        figures=head.figures(frame, gate, learnt, economics, conditions, currency),
        canvas=canvas_part(laid(rows, venture.canvas_kind)),
        sections=(
            proven([*rows, *removed], search.results, {row.id for row in removed}, strong, tests),
            open_still(
                rows, strong, tests, planned_tests(**given), ahead, {row.id: row.number for row in (*rows, *removed)}
            ),
            markets(matrix_for(venture, may_work=False), heard_of(**given), currency),
            offers(products_of(**given), versions_for(venture), conditions, road, price_studies(**given), currency),
            unit_economics(economics, currency, links_of(economics.scenario.id) if economics else {}),
            decisions(gate, changes, decisions_of(**given), pivots_of(**given), currency),
            cost(learnt, currency),
        ),
        method=head.method(),
        footer=_("As of %(moment)s. Printed by %(name)s; printing is recorded.")
        % {"moment": formats.moment(clock.now()), "name": actor.name},
    )
    team = {frame.owner, actor.name, *(row.author for test in tests for row in test.amendments)}
    team |= {line.criterion.decided.author for line in gate.lines if line.criterion.decided is not None}
    team |= {one.author for one in changes}
    team |= {one.author for one in economics.scenario.inputs.values()} if economics else set()
    return without_names(made, named_in(**given).also(shown_to(venture)), team)


def record_printing(*, actor: User, venture_id: int, form: str) -> None:
    """Write down that the report leaves the screen. form: "pdf" for whoever sees the venture, "print" for those who work.

    Raises NotFound out of sight, NotAllowed to analysts who print the page: they print the PDF.
    """
    venture = seen_venture(actor, venture_id)
    if form == "print":
        require(actor, Right.WORK_WITH_CLIENTS)
    record_change(
        actor=actor, action="print_venture_report", subject_kind="venture", subject_id=venture.pk, venture=venture.pk,
        form=form, language=translation.get_language() or "en",
    )  # fmt: skip
