"""Ties of a decision unit, and where its people stand on the map."""

import json

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tenure.clients.units.unit_members import place_members
from tenure.clients.units.unit_ties import remove_tie, set_tie
from tenure.journeys.units.relationship_map import relationship_map
from tenure.journeys.units.unit_outlook import unit_outlook
from tenure.kernel.errors import InvalidValue
from tenure.web.units.page import LAYOUTS, PAGE_WIDTH, body
from tenure.web.units.reading import number, record, saved
from tenure.web.visit import Visit


@require_POST
def draw(request: Visit, unit_id: int) -> HttpResponse:
    """Draw a tie, or change how strong it is."""
    post = request.POST
    set_tie(
        actor=request.user, unit_id=unit_id, kind=post.get("kind", ""), who_id=record(post.get("who", "")),
        whom_id=record(post.get("whom", "")), strength=number(post.get("strength") or "1", "strength"),
    )  # fmt: skip
    return saved(request, unit_id, _("Tie drawn"), body)


@require_POST
def remove(request: Visit, tie_id: int) -> HttpResponse:
    """Take a tie away."""
    return saved(request, remove_tie(actor=request.user, tie_id=tie_id), _("Tie removed"), body)


@require_POST
def place(request: Visit, unit_id: int) -> HttpResponse:
    """Keep where people stand: those dragged (`places`), all as a layout has them (`layout`), or nobody by hand."""
    wanted = request.POST.get("layout", "")
    if wanted in LAYOUTS:
        outlook = unit_outlook(actor=request.user, unit_id=unit_id)
        drawn = relationship_map(outlook, width=PAGE_WIDTH, layout=wanted)
        by_rows = wanted == "rows"  # rows are what the map falls back to: nothing needs to be kept
        places = {node.row.id: None if by_rows else (node.x, node.y) for node in drawn.nodes}
    else:
        places = _places(request.POST.get("places", ""))
    place_members(actor=request.user, unit_id=unit_id, places=places)
    return saved(request, unit_id, _("Places kept"), body)


def _places(text: str) -> dict[int, tuple[float, float] | None]:
    """{"member": [x, y]} or {"member": null} as the map sends it."""
    try:
        given = json.loads(text or "{}", parse_constant=lambda _name: None)
        return {int(id): (float(place[0]), float(place[1])) if place else None for id, place in given.items()}
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, OverflowError, RecursionError):
        raise InvalidValue("unit_place", field="places") from None
