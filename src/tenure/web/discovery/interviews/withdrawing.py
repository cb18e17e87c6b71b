"""An interview recorded by mistake: withdrawn with a reason, and the way back."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from tenure.journeys.ventures.withdraw_interview import let_interview_count, take_interview_out
from tenure.kernel.errors import BadInput
from tenure.web.discovery.interviews.recording import talk_page
from tenure.web.form import refused, typed
from tenure.web.page import go_to
from tenure.web.visit import Visit


@require_POST
def withdraw(request: Visit, interview_id: int) -> HttpResponse:
    """Let it count nowhere; it stays readable with the reason."""
    values = typed(request.POST, "reason")
    try:
        take_interview_out(actor=request.user, interview_id=interview_id, reason=values["reason"])
    except BadInput as error:
        return talk_page(request, interview_id, withdrawal=refused(values, error), status=422)
    return go_to(request, "interview", interview_id=interview_id, query={"said": "withdrawn"})


@require_POST
def restore(request: Visit, interview_id: int) -> HttpResponse:
    """Let it count again, with what it took along."""
    let_interview_count(actor=request.user, interview_id=interview_id)
    return go_to(request, "interview", interview_id=interview_id, query={"said": "restored"})
