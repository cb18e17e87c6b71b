"""A page of a venture: its own content inside the head all of them share."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from tenure.discovery.gates.standing import override_notes
from tenure.discovery.ventures.frame import VentureFrame, frame_of
from tenure.discovery.ventures.phases import phase_names
from tenure.discovery.words import earlier_rules
from tenure.kernel.errors import NotAllowed
from tenure.web.discovery.places import places_of
from tenure.web.page import render
from tenure.web.visit import Visit


@dataclass(frozen=True)
class PhaseStep:
    """One step of the phase line. standing: past, now or ahead."""

    code: str
    name: str
    standing: str


def venture_page(
    request: Visit, template: str, frame: VentureFrame, context: dict[str, Any], *, here: str = "", status: int = 200
) -> HttpResponse:
    """Render a template that extends `discovery/_venture.html`; here: the place of the sub-navigation it belongs to."""
    head = {
        "frame": frame,
        "phases": phase_line(frame.phase),
        "places": places_of(frame.id, here),
        "gate_line": "",
        "gate_notes": override_notes(venture_id=frame.id, today=frame.today),
        "earlier_rules": earlier_rules(frame.tally.earlier),
        "phase_words": phase_names(),
        "currency": request.workspace.currency,
    }
    return render(request, template, head | context, status=status)


def frame_to_change(request: Visit, venture_id: int) -> VentureFrame:
    """The frame of a venture; before anything posted is read, NotAllowed to those who may only look."""
    frame = frame_of(actor=request.user, venture_id=venture_id)
    if request.method == "POST" and not frame.may_work:
        raise NotAllowed(f"{request.user.pk} only reads venture {venture_id}")
    return frame


def phase_line(phase: str) -> tuple[PhaseStep, ...]:
    """The four phases, those behind us marked."""
    names = phase_names()
    now = list(names).index(phase)
    standings = ["past" if place < now else "now" if place == now else "ahead" for place in range(len(names))]
    return tuple(PhaseStep(code, name, standings[place]) for place, (code, name) in enumerate(names.items()))
