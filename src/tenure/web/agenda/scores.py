"""Asking for all scores to be computed again."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from tenure.orders.scores import request_rescore
from tenure.web.page import go_to
from tenure.web.visit import Visit


@require_POST
def rescore(request: Visit) -> HttpResponse:
    """Put one computation in the queue; Today says that it is under way."""
    request_rescore(actor=request.user)
    return go_to(request, "today")
