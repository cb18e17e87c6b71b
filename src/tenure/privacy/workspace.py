"""The company this installation serves: its name, currency, language and time zone."""

from dataclasses import dataclass

from tenure.privacy.models import Workspace


@dataclass(frozen=True)
class WorkspaceView:
    """The workspace as readers and pages see it. hour_cost_minor: what an hour of a salesperson costs, minor units."""

    name: str
    currency: str
    language: str
    time_zone: str
    hour_cost_minor: int
    silence_level: float


def current_workspace() -> WorkspaceView | None:
    """The workspace, or None before the first start. One query."""
    row = Workspace.objects.filter(pk=1).first()
    if row is None:
        return None
    return WorkspaceView(row.name, row.currency, row.language, row.time_zone, row.hour_cost_minor, row.silence_level)
