"""Whom to talk to: chosen from the client base, added by hand, and what they answered."""

from datetime import date

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from tenure.discovery.interviews.candidates import NewPerson, add_from_base, add_new_person, answer_candidate
from tenure.discovery.interviews.plans import plan_of
from tenure.discovery.interviews.reading import plan_of_candidate
from tenure.discovery.ventures.frame import frame_of
from tenure.journeys.client_lists.client_list import summary_for
from tenure.journeys.ventures.hold_interview import take_consent_back
from tenure.journeys.ventures.interview_people import CLASSES, STATES, WhomToAsk, people_to_ask
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, NotAllowed
from tenure.web.clients.words import choices
from tenure.web.discovery.frame import venture_page
from tenure.web.discovery.interviews.plans import plan_page
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import day_or_none, id_or_none
from tenure.web.page import go_to
from tenure.web.visit import Visit

PERSON = ("name", "company", "contact", "acquaintance", "consent_text", "consent_on")
LONGEST_SEARCH = 80
WHOM = ("q", "class", "state", "rfm", "country", "bought", "since", "until")


@require_http_methods(["GET", "HEAD", "POST"])
def base(request: Visit, plan_id: int) -> HttpResponse:
    """People of the client base for a plan; a POST puts one on its list."""
    plan = plan_of(actor=request.user, plan_id=plan_id)
    if not plan.may_work:
        raise NotAllowed
    today, form, status = clock.today(), Form({"person": ""}), 200
    if request.method == "POST":
        person, _dash, client = request.POST.get("person", "").partition(":")
        try:
            add_from_base(
                actor=request.user, plan_id=plan_id, person_id=id_or_none(person) or 0,
                client_id=id_or_none(client) or 0, today=today,
            )  # fmt: skip
        except BadInput as error:
            form, status = refused({"person": ""}, error), 422
        else:
            return go_to(request, "interview_plan", plan_id=plan_id, query={"said": "saved"})
    asked = {name: request.GET.get(name, "").replace("\x00", "")[:LONGEST_SEARCH].strip() for name in WHOM}
    days = {name: _day(asked[name]) for name in ("since", "until")}
    wanted = WhomToAsk(
        asked["q"], asked["class"], asked["state"], asked["rfm"], asked["country"], asked["bought"], days["since"],
        days["until"],
    )  # fmt: skip
    free, resting = people_to_ask(actor=request.user, plan_id=plan_id, today=today, wanted=wanted)
    words = choices()
    context = {
        "plan": plan, "free": free, "resting": resting, "form": form, "asked": asked, "classes": CLASSES,
        "states": [(name, words["state"][name]) for name in STATES], "segments": list(words["rfm"].items()),
        "countries": sorted(name for name in summary_for(request.user).totals.countries if name),
    }  # fmt: skip
    frame = frame_of(actor=request.user, venture_id=plan.venture_id)
    return venture_page(request, "discovery/interviews/base.html", frame, context, here="interviews", status=status)


def _day(text: str) -> date | None:
    """A day of a filter; what is none narrows nothing."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_POST
def add(request: Visit, plan_id: int) -> HttpResponse:
    """Somebody outside the client base."""
    values = typed(request.POST, *PERSON)
    today = clock.today()
    try:
        person = NewPerson(
            name=values["name"], company=values["company"], contact=values["contact"],
            acquaintance=values["acquaintance"] or "cold", consent_text=values["consent_text"],
            consent_on=day_or_none(values["consent_on"], "consent_on"),
        )  # fmt: skip
        add_new_person(actor=request.user, plan_id=plan_id, person=person, today=today)
    except BadInput as error:
        return plan_page(request, plan_id, refused(values, error), status=422)
    return go_to(request, "interview_plan", plan_id=plan_id, query={"said": "saved"})


@require_POST
def answer(request: Visit, candidate_id: int) -> HttpResponse:
    """They agreed, said no, or took their consent back."""
    plan_id = plan_of_candidate(actor=request.user, candidate_id=candidate_id)
    state, version = request.POST.get("state", ""), id_or_none(request.POST.get("version", "")) or 0
    if state == "withdrawn":
        take_consent_back(actor=request.user, candidate_id=candidate_id, version=version)
    else:
        answer_candidate(actor=request.user, candidate_id=candidate_id, version=version, state=state)
    return go_to(request, "interview_plan", plan_id=plan_id, query={"said": "saved"})
