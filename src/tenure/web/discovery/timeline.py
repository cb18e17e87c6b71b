"""The timeline of a venture: what was learnt and decided, newest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenure.discovery.canvas.blocks import block_names
from tenure.discovery.timeline_words import event_words, subject_words
from tenure.discovery.ventures.frame import frame_of
from tenure.discovery.ventures.history import EventRow, timeline_of
from tenure.discovery.words import hypothesis_states
from tenure.kernel.formats import percent
from tenure.web.discovery.frame import venture_page
from tenure.web.form_values import id_or_none
from tenure.web.page import is_htmx, render
from tenure.web.visit import Visit

# Where a record is read: kind -> (name of the address, its parameter). Slices add theirs.
PAGES = {
    "hypothesis": ("hypothesis", "hypothesis_id"),
    "test": ("test", "test_id"),
    "test_card": ("test", "test_id"),
    "interview": ("interview", "interview_id"),
    "problem": ("problem", "problem_id"),
    "segment": ("segment", "segment_id"),
}
ICONS = {
    "hypothesis": "note", "venture": "compass", "checklist_item": "list-check", "canvas_version": "history",
    "test": "flask", "test_card": "flask", "interview": "message-2", "problem": "alert-circle", "segment": "users",
    "gate": "door", "pivot": "arrow-back-up", "scenario": "calculator",
}  # fmt: skip
# icons: note compass list-check history flask message-2 alert-circle users door arrow-back-up calculator circle-dot


@dataclass(frozen=True)
class Line:
    """An event as read. about: the record; change: what it became; address: where the record is, or empty."""

    at: datetime
    actor: str
    icon: str
    text: str
    about: str
    change: str
    reason: str
    address: str
    loop: int


@require_safe
def timeline(request: Visit, venture_id: int) -> HttpResponse:
    """A page of the timeline, narrowed by loop and by kind of record."""
    frame = frame_of(actor=request.user, venture_id=venture_id)
    kind = request.GET.get("kind", "")[:20].replace("\x00", "")
    loop = id_or_none(request.GET.get("loop", ""))
    before = id_or_none(request.GET.get("before", ""))
    loop = loop if loop is not None and loop < 32_768 else None
    found = timeline_of(actor=request.user, venture_id=venture_id, loop=loop, subject_kind=kind, before=before)
    words = subject_words()
    context = {
        "lines": [line_of(row) for row in found.rows],
        "older": found.older,
        "loops": found.loops,
        "kinds": [(code, words.get(code, code)) for code in found.kinds],
        "kind": kind,
        "chosen_loop": loop,
        "venture_id": venture_id,
    }
    if is_htmx(request) and before is not None:
        return render(request, "discovery/ventures/_timeline_rows.html", context)
    return venture_page(request, "discovery/ventures/timeline.html", frame, context, here="venture_timeline")


def line_of(row: EventRow) -> Line:
    """An event in words, from whatever its writer noted."""
    told = row.details
    return Line(
        at=row.at, actor=row.actor or _("the system"), icon=ICONS.get(row.subject_kind, "circle-dot"),
        text=event_words().get(row.kind, row.kind), about=_about(told), change=_change(told),
        reason=str(told.get("reason") or ""), address=_address(row), loop=row.loop,
    )  # fmt: skip


def _about(told: dict[str, Any]) -> str:
    number = told.get("hypothesis")
    words = str(told.get("title") or told.get("name") or "")
    return " ".join(part for part in (f"H{number}" if isinstance(number, int) else "", words) if part)


def _change(told: dict[str, Any]) -> str:
    before, after = told.get("before"), told.get("after")
    parts = []
    if isinstance(before, float) and isinstance(after, float) and 0 <= before <= 1 and 0 <= after <= 1:
        parts.append(f"{percent(before)} → {percent(after)}")
    names = block_names()
    if told.get("from_block") in names and told.get("to_block") in names:
        parts.append(f"{names[told['from_block']]} → {names[told['to_block']]}")
    state = hypothesis_states().get(str(told.get("state")))
    if state:
        parts.append(state)
    return ", ".join(parts)


def _address(row: EventRow) -> str:
    if row.subject_kind not in PAGES or row.subject_id is None:
        return ""
    name, parameter = PAGES[row.subject_kind]
    try:
        return reverse(name, kwargs={parameter: row.subject_id})
    except NoReverseMatch:
        return ""
