"""The venture at a glance: everything its page shows, with what several blocks need read once."""

from dataclasses import dataclass

from tenure.discovery.canvas.canvas import Canvas, canvas_for
from tenure.discovery.economics.analysis import Economics, economics_for
from tenure.discovery.gates.numbers import Known
from tenure.discovery.gates.view import GateView, gate_for
from tenure.discovery.hypotheses.hypotheses import rows_of
from tenure.discovery.sight import seen_venture
from tenure.discovery.testing.glance import Glance, glance_for
from tenure.discovery.testing.next_test import NextTest, next_for
from tenure.discovery.ventures.frame import VentureFrame, frame_for
from tenure.privacy.models import User
from tenure.privacy.workspace import WorkspaceView


@dataclass(frozen=True)
class Overview:
    """running: the newest locked test, None while none runs; economics: the main scenario, None without one."""

    frame: VentureFrame
    canvas: Canvas
    gate: GateView
    next: NextTest
    running: Glance | None
    economics: Economics | None


def overview_of(*, actor: User, venture_id: int, workspace: WorkspaceView) -> Overview:
    """The venture in sight at a glance. At most 40 queries, however much there is. Raises NotFound."""
    venture = seen_venture(actor, venture_id)
    rows = rows_of(venture)
    economics = economics_for(venture, workspace.currency)
    return Overview(
        frame=frame_for(actor, venture),
        canvas=canvas_for(venture, rows),
        gate=gate_for(actor, venture, known=Known(rows, economics)),
        next=next_for(venture, rows, workspace.hour_cost_minor),
        running=glance_for(venture),
        economics=economics,
    )
