"""Base: the clients as a picture, by revenue or margin, by steadiness or frequency."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenure.journeys.scoring.base import BasePage, base_page, scores_are_coming
from tenure.kernel import formats
from tenure.orders.staying import Staying
from tenure.orders.summary import BaseSummary, Concentration, matrix_key
from tenure.web.clients.drawings import Flow, MatrixRow, curve, flow, matrix, top_of
from tenure.web.clients.staying import bar_top, heat, kept_bar
from tenure.web.clients.words import regular
from tenure.web.page import is_htmx, render, say
from tenure.web.visit import Visit

# icons: alert-triangle bell-pause table


@require_safe
def base(request: Visit) -> HttpResponse:
    """The page; `measure` and `regularity` in the address switch what the classes mean."""
    refresh = is_htmx(request)
    if refresh and scores_are_coming():
        return HttpResponse(status=204)  # nothing is swapped: who reads on is not disturbed
    page = base_page(actor=request.user)
    margin_known = page.summary.totals.margin_12m_minor is not None
    measure = "margin" if request.GET.get("measure") == "margin" and margin_known else "revenue"
    regularity = "stability" if request.GET.get("regularity") == "stability" else "frequency"
    context = _context(page, measure, regularity, request.workspace.currency)
    if refresh:
        return say(render(request, "clients/_base_page.html", context), _("The new figures are in place."))
    return render(request, "clients/base.html", context)


def _context(page: BasePage, measure: str, regularity: str, currency: str) -> dict[str, object]:
    summary, drawn = page.summary, flow(page.summary.movement)
    marks, rows = matrix(summary.matrices.get(matrix_key(measure, regularity), ()), measure)
    concentration = summary.concentration.get(measure)
    margin = summary.concentration.get("margin")
    both = [one for one in (concentration, margin) if one and len(one.curve) > 1]
    top = max((top_of(one) for one in both), default=1.0)
    return {
        "page": page,
        "totals": summary.totals,
        "measure": measure,
        "regularity": regularity,
        "margin_known": summary.totals.margin_12m_minor is not None,
        "currency": currency,
        "marks": marks,
        "rows": rows,
        "names": {mark: regular(mark, regularity) for mark in ("X", "Y", "Z", "")},
        "best": _row(rows, "A"),
        "money": sum(row.money for row in rows),
        "concentration": concentration,
        "curve": curve(concentration, top) if concentration else None,
        "whale": curve(margin, top) if margin and measure == "revenue" else None,
        "margin": margin,
        "points": _points(rows, concentration),
        "twin": _thin(concentration) if concentration else (),
        "flow": drawn,
        "moved": moved(drawn),
        "class_names": class_names(),
        "in_class_yet_gone": _in_class_yet_gone(summary, drawn),
        "here": reverse("base", query={"measure": measure, "regularity": regularity}),
        **_staying(summary.staying),
    }


def _staying(staying: Staying) -> dict[str, object]:
    """What the blocks about staying are drawn from."""
    years = [year for year in (staying.year, staying.year_before) if year and year.grr is not None]
    top = bar_top(years)
    return {
        "staying": staying,
        "kept": [kept_bar(year, top) for year in years],
        "whole": round(100 / top, 2),
        "heat_clients": heat(staying),
        "heat_money": heat(staying, money=True),
    }


def _in_class_yet_gone(summary: BaseSummary, drawn: Flow | None) -> int:
    """Clients whose 12 months put them into a class of the matrix while the movement counts them as left."""
    cells = summary.matrices.get(matrix_key("revenue", "frequency"), ())
    in_class = sum(cell.clients for cell in cells if cell.value_class)
    return in_class - sum(node.clients for node in drawn.right if node.name != "left") if drawn else 0


def moved(drawn: Flow | None) -> dict[str, int]:
    """How many clients rose, fell and left."""
    ribbons = drawn.ribbons if drawn else ()
    return {kind: sum(one.clients for one in ribbons if one.kind == kind) for kind in ("rose", "fell", "left")}


def class_names() -> Mapping[str, str]:
    """Names of the ends of the movement."""
    return {"A": "A", "B": "B", "C": "C", "new": _("New"), "left": _("Left"), "back": _("Left before")}


def _row(rows: tuple[MatrixRow, ...], letter: str) -> MatrixRow | None:
    return next((row for row in rows if row.value_class == letter), None)


def _points(rows: tuple[MatrixRow, ...], concentration: Concentration | None) -> list[tuple[float, float, str]]:
    """Where the classes end on the curve: share of clients, share of money, the words beside the point."""
    if concentration is None or not concentration.clients or concentration.total_minor <= 0:
        return []
    points, clients, money = [], 0, 0
    for letter, words in (("A", _("A: %(clients)s, %(share)s")), ("B", _("A and B: %(clients)s, %(share)s"))):
        row = _row(rows, letter)
        if row is None or not row.clients:
            continue
        clients += row.clients
        money += row.money
        share = money / concentration.total_minor
        said = {"clients": formats.number(clients), "share": formats.percent(share)}
        points.append((clients / concentration.clients, share, words % said))
    return [point for point in points if point[0] <= 1]


def _thin(concentration: Concentration) -> list[tuple[float, float]]:
    """About ten points of the curve for its table."""
    wanted = [step / 10 for step in range(1, 11)]
    return (
        [min(concentration.curve, key=lambda point: abs(point[0] - share)) for share in wanted]
        if concentration.curve
        else []
    )
