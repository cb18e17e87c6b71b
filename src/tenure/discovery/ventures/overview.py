"""The venture at a glance: everything its page shows, with what several blocks need read once."""

from dataclasses import dataclass

from tenure.discovery.canvas.canvas import Canvas, canvas_for
from tenure.discovery.economics.analysis import Economics, economics_for
from tenure.discovery.gates.view import GateView, gate_for
from tenure.discovery.hypotheses.hypotheses import rows_of
from tenure.discovery.models import Venture
from tenure.discovery.reading_once import answered, reading_once, this_workspace
from tenure.discovery.sight import seen_venture
from tenure.discovery.testing.glance import Glance, glance_for
from tenure.discovery.testing.next_test import NextStep, next_for
from tenure.discovery.ventures.first_steps import FirstSteps, first_steps_for
from tenure.discovery.ventures.frame import VentureFrame, frame_for
from tenure.privacy.models import User
from tenure.privacy.workspace import WorkspaceView


@dataclass(frozen=True)
class Overview:
    """running: the newest locked test, None while none runs; economics: the main scenario, None without one; steps: the
    first ones of a search, None once they are taken."""

    frame: VentureFrame
    canvas: Canvas
    gate: GateView
    next: NextStep
    running: Glance | None
    economics: Economics | None
    steps: FirstSteps | None = None


def overview_of(*, actor: User, venture_id: int, workspace: WorkspaceView) -> Overview:
    """The venture in sight at a glance. At most 40 queries, however much there is. Raises NotFound."""
    with reading_once():
        answered(this_workspace, answer=workspace)
        return _seen_at_once(seen_venture(actor, venture_id), actor, workspace)


def _seen_at_once(venture: Venture, actor: User, workspace: WorkspaceView) -> Overview:
    rows = rows_of(venture)
    economics = economics_for(venture, workspace.currency)
    frame = frame_for(actor, venture)
    gate = gate_for(actor, venture)
    return Overview(
        frame=frame,
        canvas=canvas_for(venture, rows),
        gate=gate,
        next=next_for(venture, rows, workspace.hour_cost_minor),
        running=glance_for(venture),
        economics=economics,
        steps=first_steps_for(venture, rows, gate, loop=frame.loop) if frame.may_work else None,
    )
