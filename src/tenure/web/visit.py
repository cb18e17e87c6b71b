"""What a view is given once the middleware has let somebody in."""

from django.http import HttpRequest

from tenure.privacy.users import User
from tenure.privacy.workspace import WorkspaceView


class Visit(HttpRequest):
    """A request of one of us: `web.middleware.visitor` has seen to both, and turned strangers away."""

    user: User
    workspace: WorkspaceView
