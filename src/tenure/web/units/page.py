"""The page of a decision unit: the map, the table, what follows from them; and the map as a file."""

import json

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenure.conversations.last_talks import last_talks
from tenure.journeys.units.relationship_map import WHOLE, RelationshipMap, relationship_map
from tenure.journeys.units.unit_outlook import UnitOutlook, unit_outlook
from tenure.kernel import formats
from tenure.kernel.problems import sentence
from tenure.web.page import render
from tenure.web.units import words
from tenure.web.units.map_drawing import SIGNS, caption, map_svg
from tenure.web.visit import Visit

CARD_WIDTH, PAGE_WIDTH = 388.0, WHOLE
CARD_PEOPLE = 8
ORDERS, LAYOUTS = ("money", "hour", "share"), ("kept", "rows", "free")
# icons: sitemap arrow-guide pencil plus trash x check arrows-maximize photo-down file-vector user-plus line


@require_safe
def unit(request: Visit, unit_id: int) -> HttpResponse:
    """The whole page. `by` in the address orders the table, `layout` the map."""
    return render(request, "units/unit.html", unit_context(request, unit_id))


def body(request: Visit, unit_id: int) -> HttpResponse:
    """All of the page that changes with the unit, for htmx."""
    return render(request, "units/_body.html", unit_context(request, unit_id) | {"fresh": True})


@require_safe
def map_file(request: Visit, unit_id: int) -> HttpResponse:
    """The map as an SVG file, on white."""
    outlook = unit_outlook(actor=request.user, unit_id=unit_id, by="share")
    drawn = relationship_map(outlook, width=PAGE_WIDTH, layout=_one_of(request, "layout", LAYOUTS))
    answer = HttpResponse(map_svg(drawn, label(outlook), alone=True), content_type="image/svg+xml")
    answer["Content-Disposition"] = f'attachment; filename="map-{unit_id}.svg"'
    return answer


def unit_context(request: Visit, unit_id: int) -> dict[str, object]:
    """What the page and its parts are given."""
    by, layout = _one_of(request, "by", ORDERS), _one_of(request, "layout", LAYOUTS)
    outlook = unit_outlook(actor=request.user, unit_id=unit_id, by=by)
    drawn = relationship_map(outlook, width=PAGE_WIDTH, layout=layout)
    return unit_block(request, outlook) | {
        "by": by,
        "layout": layout,
        "drawn": map_svg(drawn, label(outlook)),
        "narrow": map_svg(relationship_map(outlook, width=CARD_WIDTH, layout=layout), label(outlook)),
        "map_data": json.dumps(map_data(drawn), ensure_ascii=False),
        "kinds": words.kinds(),
        "strengths": words.strengths(),
        "attitudes": words.attitudes(),
        "proofs": dict(words.proofs()),
        "names": {row.id: row.name for row in outlook.unit.members},
        "fresh": False,
    }


def unit_block(request: Visit, outlook: UnitOutlook) -> dict[str, object]:
    """What the block of a card needs; the page needs the same and more."""
    people = [row.person_id for row in outlook.unit.members]
    return {
        "outlook": outlook,
        "currency": request.workspace.currency,
        "roles": words.roles(),
        "talks": last_talks(client_id=outlook.unit.head.client_id, person_ids=people) if people else {},
        "notes": [sentence(note) for note in outlook.notes],
        "trouble": sentence(outlook.trouble) if outlook.trouble else "",
        "questions": [(one, words.question(one)) for one in outlook.questions],
        "top": max([0.05, *(one.share_high for one in outlook.members)]),
        "advice": advice(outlook),
    }


def card_block(request: Visit, outlook: UnitOutlook) -> dict[str, object]:
    """The block with its small map: at most eight people, the weightiest."""
    drawn = relationship_map(outlook, width=CARD_WIDTH, most=CARD_PEOPLE)
    return unit_block(request, outlook) | {
        "drawn": map_svg(drawn, label(outlook)),
        "left_out": drawn.left_out,
        "shown": {node.row.id for node in drawn.nodes},
    }


def advice(outlook: UnitOutlook) -> tuple[str, str]:
    """Whom to talk to first, and how sure that is; both empty when nothing could be computed."""
    if not outlook.members:
        return "", ""
    stays = formats.percent(outlook.stays)
    if outlook.first is None:
        return _("No effort with anybody here brings more than it costs."), _(
            "So it stays in %(share)s of the plausible readings of this map."
        ) % {"share": stays}
    name = outlook.first.row.name
    if outlook.learn_first:
        return _("Learn more before acting."), _(
            "%(name)s comes first, but only in %(share)s of the plausible readings of this map."
        ) % {"name": name, "share": stays}
    return _("Begin with %(name)s.") % {"name": name}, _(
        "This stays the best choice in %(share)s of the plausible readings of this map."
    ) % {"share": stays}


def label(outlook: UnitOutlook) -> str:
    """The finding of the map in one sentence, for those who do not see it."""
    people = sorted(outlook.members, key=lambda one: -one.share)[:3]
    if not people:
        return _("Relationship map without numbers yet")
    heavy = ", ".join(f"{one.row.name} {formats.percent(one.share)}" for one in people)
    return _("Relationship map. Most of the decision: %(people)s") % {"people": heavy}


def map_data(drawn: RelationshipMap) -> dict[str, object]:
    """What the script draws the map from."""
    return {
        "width": drawn.width,
        "height": drawn.height,
        "dense": drawn.dense,
        "people": [
            {
                "id": node.row.id, "x": node.x, "y": node.y, "r": round(node.r, 1), "first": node.first,
                "sign": SIGNS[node.row.attitude], "attitude": node.row.attitude,
                "words": "\n".join(line for line, _strong in caption(node, drawn)),
            }
            for node in drawn.nodes
        ],
        "ours": [{"id": f"u{one.user_id}", "x": one.x, "y": one.y, "words": _("%(name)s, us") % {"name": one.name},
                  "knows": one.knows} for one in drawn.ours],
        "ties": [{"id": edge.id, "kind": edge.kind, "who": edge.who.row.id, "whom": edge.whom.row.id,
                  "strength": edge.strength} for edge in drawn.edges],
    }  # fmt: skip


def _one_of(request: Visit, name: str, allowed: tuple[str, ...]) -> str:
    asked = request.GET.get(name) or request.POST.get(f"shown_{name}", "")
    return asked if asked in allowed else allowed[0]
