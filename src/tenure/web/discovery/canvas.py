"""The canvas as a workbench: stickers moved by hand, by keys and by forms; the wall; the other kind of canvas."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.discovery.canvas.blocks import block_names, blocks_of
from tenure.discovery.canvas.canvas import Canvas, canvas_of, move_hypothesis, switch_canvas
from tenure.discovery.hypotheses.page import hypothesis_text
from tenure.discovery.ventures.frame import VentureFrame, frame_of
from tenure.discovery.words import hypothesis_states
from tenure.kernel.errors import BadInput
from tenure.web.discovery.frame import frame_to_change, venture_page
from tenure.web.discovery.icons import STATE_ICONS
from tenure.web.discovery.reading import whole
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to, is_htmx, render, say
from tenure.web.visit import Visit

PAPERS = ("a3", "a4")
ROOMY, DENSE = 14, 28  # stickers up to which the letters of the wall are large, and middling


def canvas_context(frame: VentureFrame, found: Canvas) -> dict[str, Any]:
    """What `discovery/canvas/_canvas.html` draws; used by the overview too."""
    return {
        "canvas": found,
        "block_names": block_names(),
        "state_words": hypothesis_states(),
        "state_icons": STATE_ICONS,
        "may_work": frame.may_work,
        "venture_id": frame.id,
    }


@require_safe
def canvas(request: Visit, venture_id: int) -> HttpResponse:
    """The canvas with its tools."""
    frame = frame_of(actor=request.user, venture_id=venture_id)
    found = canvas_of(actor=request.user, venture_id=venture_id)
    context = canvas_context(frame, found) | {"said": _said(request)}
    return venture_page(request, "discovery/canvas/canvas.html", frame, context, here="venture_canvas")


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Visit, hypothesis_id: int) -> HttpResponse:
    """Move a sticker: to a block and a place from 1. GET: the form that does it without a mouse."""
    venture_id, text, number, _version = hypothesis_text(actor=request.user, hypothesis_id=hypothesis_id)
    frame = frame_to_change(request, venture_id)
    form, status = Form({"block": text.block, "place": ""}), 200
    if request.method == "POST":
        values = typed(request.POST, "block", "place")
        try:
            place = whole(values["place"], "place", 10_000) - 1
            move_hypothesis(actor=request.user, hypothesis_id=hypothesis_id, block=values["block"], place=place)
        except BadInput as error:
            form, status = refused(values, error), 422
            if _on_canvas(request):
                return _laid(request, frame, " ".join([form.text, *(text for _field, text in form.others)]), status)
        else:
            return _moved(request, venture_id)
    names = block_names()
    context = {
        "frame": frame, "form": form, "title": text.title, "number": number, "hypothesis_id": hypothesis_id,
        "blocks": [(code, names[code]) for code in blocks_of(frame.canvas_kind)],
    }  # fmt: skip
    if is_htmx(request):
        return render(request, "discovery/canvas/_move.html", context, status=status)
    return venture_page(request, "discovery/canvas/move.html", frame, context, here="venture_canvas", status=status)


def _moved(request: Visit, venture_id: int) -> HttpResponse:
    if not _on_canvas(request):
        return go_to(request, "venture_canvas", venture_id=venture_id)
    return say(_laid(request, frame_of(actor=request.user, venture_id=venture_id)), _("Moved"))


def _on_canvas(request: Visit) -> bool:
    """Whether it was dragged, or moved by keys."""
    return is_htmx(request) and request.headers.get("HX-Target") == "canvas-block"


def _laid(request: Visit, frame: VentureFrame, refusal: str = "", status: int = 200) -> HttpResponse:
    """The stickers as they lie; refusal: why one of them stays where it was."""
    found = canvas_of(actor=request.user, venture_id=frame.id)
    context = canvas_context(frame, found) | {"refusal": refusal}
    return render(request, "discovery/canvas/_canvas.html", context, status=status)


@require_POST
def switch(request: Visit, venture_id: int) -> HttpResponse:
    """Show the other kind of canvas."""
    frame_to_change(request, venture_id)
    kind = request.POST.get("canvas_kind", "")
    switch_canvas(actor=request.user, venture_id=venture_id, kind=kind)
    return go_to(request, "venture_canvas", venture_id=venture_id)


@require_safe
def wall(request: Visit, venture_id: int) -> HttpResponse:
    """The canvas for a printer, large enough to be read across a table."""
    frame = frame_of(actor=request.user, venture_id=venture_id)
    found = canvas_of(actor=request.user, venture_id=venture_id)
    paper = request.GET.get("paper", "a3")
    count = sum(len(block.stickers) for block in found.blocks)
    context = canvas_context(frame, found) | {
        "frame": frame,
        "paper": paper if paper in PAPERS else "a3",
        "papers": [(code, reverse("canvas_wall", kwargs={"venture_id": venture_id}, query={"paper": code})) for code in PAPERS],
        "letters": "large" if count <= ROOMY else "middling" if count <= DENSE else "small",
    }  # fmt: skip
    return render(request, "discovery/canvas/wall.html", context)


def _said(request: Visit) -> str:
    return {
        "saved": _("Version saved"),
        "pattern": _("The pattern lies on the canvas; its guesses wait to be tested."),
        "removed": _("Taken off the canvas. It is kept with all its evidence and can be put back."),
    }.get(request.GET.get("said", ""), "")
