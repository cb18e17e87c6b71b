"""The report of a venture for a partner or an investor: gathered from every feature, told in the reader's language."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from tenure.discovery.canvas.canvas import canvas_of
from tenure.discovery.economics.analysis import economics_of
from tenure.discovery.fit.board import fit_board
from tenure.discovery.gates.decisions import decisions_of
from tenure.discovery.gates.pivots import pivots_of
from tenure.discovery.gates.runway import runway_now
from tenure.discovery.gates.view import gate_of
from tenure.discovery.hypotheses.hypotheses import hypotheses_of
from tenure.discovery.hypotheses.strength import strengths_of
from tenure.discovery.hypotheses.tested import results_of
from tenure.discovery.interviews.heard import heard_of, named_in
from tenure.discovery.markets.matrix import matrix_for
from tenure.discovery.offers.products import products_of
from tenure.discovery.reading_once import reading_once
from tenure.discovery.sight import seen_venture
from tenure.discovery.surveys.prices import price_studies
from tenure.discovery.testing.costs import learning_cost
from tenure.discovery.testing.next_test import what_to_test_next
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
from tenure.privacy.audit import record_change
from tenure.privacy.models import User
from tenure.privacy.rights import Right, require
from tenure.privacy.workspace import current_workspace


def venture_report(*, actor: User, venture_id: int) -> Report:
    """The report of a venture in sight, in the active language. Raises NotFound."""
    with reading_once():
        return _gathered(actor, venture_id)


def _gathered(actor: User, venture_id: int) -> Report:
    given: dict[str, Any] = {"actor": actor, "venture_id": venture_id}
    workspace = current_workspace()
    currency = workspace.currency if workspace else "EUR"
    frame, settings = frame_of(**given), settings_of(**given)[0]
    canvas = canvas_of(**given)
    rows = [row for block in canvas.blocks for row in block.stickers] + list(canvas.elsewhere)
    removed = hypotheses_of(**given, removed=True)
    results, away = results_of(**given), {row.id for row in removed}
    strengths, tests = strengths_of(**given), tests_told(**given)
    gate, board = gate_of(**given), fit_board(**given)
    economics = economics_of(**given, currency=currency)
    learnt = learning_cost(**given)
    ahead = what_to_test_next(**given)
    said = head.answer(frame, gate, runway_now(**given), economics)
    made = Report(
        venture_id=venture_id,
        language=formats.language(),
        name=frame.name,
        top=head.top(frame, workspace.name if workspace else ""),
        under=head.under(frame),
        vision=settings.vision or _("The vision is not written down."),
        warnings=head.warnings(gate.standings.running),
        answer=f"{said} {head.learning(learnt, currency)}",
        figures=head.figures(frame, gate, learnt, economics, board, currency),
        canvas=canvas_part(canvas),
        sections=(
            proven([*rows, *removed], results, away, strengths, tests),
            open_still(rows, strengths, tests, planned_tests(**given), ahead),
            markets(matrix_for(seen_venture(actor, venture_id), may_work=False), heard_of(**given), currency),
            offers(products_of(**given), board, price_studies(**given), currency),
            unit_economics(economics, currency),
            decisions(gate, decisions_of(**given), pivots_of(**given), currency),
            cost(learnt, currency),
        ),
        method=head.method(),
        footer=_("As of %(moment)s. Printed by %(name)s; printing is recorded.")
        % {"moment": formats.moment(clock.now()), "name": actor.name},
    )
    return without_names(made, named_in(**given))


def record_printing(*, actor: User, venture_id: int, form: str) -> None:
    """Write down that the report leaves the screen. form: "pdf" for whoever sees the venture, "print" for those who work.

    Raises NotFound out of sight, NotAllowed to analysts who print: they take the PDF.
    """
    venture = seen_venture(actor, venture_id)
    if form == "print":
        require(actor, Right.WORK_WITH_CLIENTS)
    record_change(
        actor=actor, action="print_venture_report", subject_kind="venture", subject_id=venture.pk, venture=venture.pk,
        form=form, language=translation.get_language() or "en",
    )  # fmt: skip
