"""Quotes of a talk: written down, made evidence, put on the client's card, taken back."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from tenure.discovery.interviews.quote_evidence import quote_as_evidence, take_quote_back
from tenure.discovery.interviews.quotes import add_quote
from tenure.discovery.interviews.reading import talk_of_quote
from tenure.journeys.ventures.hold_interview import quote_as_fact
from tenure.kernel.errors import BadInput
from tenure.web.discovery.interviews.recording import talk_page
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import id_or_none
from tenure.web.page import go_to
from tenure.web.visit import Visit


@require_POST
def add(request: Visit, interview_id: int) -> HttpResponse:
    """Keep exact words."""
    values = typed(request.POST, "text", "problem") | {"quote": ""}
    try:
        add_quote(
            actor=request.user, interview_id=interview_id, text=values["text"],
            problem_id=id_or_none(values["problem"]),
        )  # fmt: skip
    except BadInput as error:
        return talk_page(request, interview_id, refused(values, error), status=422)
    return _back(request, interview_id)


@require_POST
def evidence(request: Visit, quote_id: int) -> HttpResponse:
    """Let a quote speak for or against a hypothesis."""
    talk = talk_of_quote(actor=request.user, quote_id=quote_id)
    try:
        quote_as_evidence(
            actor=request.user, quote_id=quote_id, hypothesis_id=id_or_none(request.POST.get("hypothesis", "")) or 0,
            supports=request.POST.get("supports") != "no", weight=request.POST.get("weight", ""),
        )  # fmt: skip
    except BadInput as error:
        return talk_page(request, talk, _about(quote_id, error), status=422)
    return _back(request, talk)


@require_POST
def fact(request: Visit, quote_id: int) -> HttpResponse:
    """Put a quote on the card of the client."""
    talk = talk_of_quote(actor=request.user, quote_id=quote_id)
    values = typed(request.POST, "kind", "value")
    try:
        quote_as_fact(actor=request.user, quote_id=quote_id, kind=values["kind"], value=values["value"])
    except BadInput as error:
        return talk_page(request, talk, _about(quote_id, error), status=422)
    return _back(request, talk)


@require_POST
def remove(request: Visit, quote_id: int) -> HttpResponse:
    """Take a quote back; evidence that rested on it is withdrawn with the reason."""
    talk = talk_of_quote(actor=request.user, quote_id=quote_id)
    reason = request.POST.get("reason", "").replace("\x00", "")
    take_quote_back(actor=request.user, quote_id=quote_id, reason=reason)
    return _back(request, talk)


def _about(quote_id: int, error: BadInput) -> Form:
    """The sentence stands at its quote."""
    return Form({"text": "", "problem": "", "quote": str(quote_id)}, "quote", refused({}, error).text)


def _back(request: Visit, interview_id: int) -> HttpResponse:
    return go_to(request, "interview", interview_id=interview_id, query={"said": "saved"})
