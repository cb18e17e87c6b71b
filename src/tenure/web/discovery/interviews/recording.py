"""A talk: recorded in one form that works on a phone, read with all that was said, corrected, forgotten."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.clients.clients import possible_owners
from tenure.clients.fact_catalogue import fact_kinds
from tenure.discovery.canvas.blocks import block_names, blocks_of
from tenure.discovery.hypotheses.hypotheses import hypotheses_of
from tenure.discovery.interviews.candidates import CandidateRow, candidates_of
from tenure.discovery.interviews.kinds import (
    COMMITMENTS as COMMITMENT_KINDS,
)
from tenure.discovery.interviews.kinds import (
    acquaintance_names,
    bias_names,
    commitment_names,
    consent_names,
    evangelist_names,
    frequency_names,
    kind_names,
    side_names,
)
from tenure.discovery.interviews.plans import PlanRow, plans_of
from tenure.discovery.interviews.reading import InterviewView, interview_of
from tenure.discovery.interviews.talk_share import TARGET
from tenure.discovery.markets.problems import problems_of
from tenure.discovery.markets.segments import segments_of
from tenure.discovery.testing.from_talks import TalkTest, counted_in, talk_tests
from tenure.discovery.ventures.frame import frame_of
from tenure.journeys.ventures.hold_interview import check_heard, correct_interview, hold_interview, take_consent_back
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, Conflict, NotAllowed, NotFound, Wrongs
from tenure.privacy.rights import Right, may
from tenure.web.discovery.frame import venture_page
from tenure.web.discovery.interviews.record_form import (
    COMMITMENTS,
    NAMES,
    PROBLEMS,
    blank,
    heard_from,
    key_of,
    met_in,
    sent,
    text_from,
    written,
)
from tenure.web.form import Form, refused
from tenure.web.form_values import id_or_none
from tenure.web.page import go_to
from tenure.web.visit import Visit

# The sixth of the form's parts only opens where something stands in it.
OPEN_LINES = 1


@dataclass(frozen=True)
class _Draft:
    """A talk as it stands in the form; talk: the stored one, None for a new one."""

    form: Form
    talk: InterviewView | None = None


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: Visit, venture_id: int) -> HttpResponse:
    """Record a talk; `plan` and `candidate` in the address fill in what is known."""
    frame = frame_of(actor=request.user, venture_id=venture_id)
    if not frame.may_work:
        raise NotAllowed
    today = clock.today()
    if request.method != "POST":
        values = blank(today) | _known(request, venture_id)
        return _form(request, venture_id, _Draft(Form(values)))
    values = sent(request.POST)
    try:
        wrongs, heard = Wrongs(), heard_from(values)
        text = wrongs.got(text_from, values, request.workspace.currency, today)
        wrongs.got(check_heard, heard, values["consent"])
        wrongs.tell()
        done = hold_interview(
            actor=request.user, venture_id=venture_id, text=text, heard=heard, today=today, key=key_of(values)
        )
    except BadInput as error:
        return _form(request, venture_id, _Draft(_refused(values, error)), status=422)
    return go_to(request, "interview", interview_id=done.id, query={"said": "recorded"})


@require_safe
def interview(request: Visit, interview_id: int) -> HttpResponse:
    """One talk with all that was said in it."""
    return talk_page(request, interview_id)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Visit, interview_id: int) -> HttpResponse:
    """Correct a talk. Corrected meanwhile by another: what was typed stays."""
    talk = interview_of(actor=request.user, interview_id=interview_id)
    if not talk.may_work:
        raise NotAllowed
    if talk.withdrawn_at:
        return go_to(request, "interview", interview_id=interview_id)
    currency = request.workspace.currency
    if request.method != "POST":
        return _form(request, talk.venture_id, _Draft(Form(written(talk, currency)), talk))
    values = sent(request.POST)
    version = id_or_none(request.POST.get("version", "")) or 0
    today = clock.today()
    try:
        text = text_from(values, currency, today)
        correct_interview(
            actor=request.user, interview_id=interview_id, version=version, text=text, met=met_in(values), today=today,
        )  # fmt: skip
    except Conflict:
        said = _("Somebody corrected this talk meanwhile. Your text is kept: compare and save again.")
        now = interview_of(actor=request.user, interview_id=interview_id)
        return _form(request, talk.venture_id, _Draft(Form(values, "", said), now), status=422)
    except BadInput as error:
        return _form(request, talk.venture_id, _Draft(_refused(values, error), talk), status=422)
    return go_to(request, "interview", interview_id=interview_id, query={"said": "saved"})


@require_POST
def forget(request: Visit, interview_id: int) -> HttpResponse:
    """Consent taken back: who it was and every word goes."""
    take_consent_back(actor=request.user, interview_id=interview_id)
    return go_to(request, "interview", interview_id=interview_id, query={"said": "forgotten"})


def talk_page(
    request: Visit, interview_id: int, form: Form | None = None, *, withdrawal: Form | None = None, status: int = 200
) -> HttpResponse:
    """The page of a talk; form: the one of a quote, as it was sent (`quote` names the one it belongs to); withdrawal: that of
    the reason."""
    talk = interview_of(actor=request.user, interview_id=interview_id)
    frame = frame_of(actor=request.user, venture_id=talk.venture_id)
    facts = talk.client_id is not None and may(request.user, Right.WORK_WITH_CLIENTS)
    context = {
        "talk": talk,
        "form": form or Form({"text": "", "problem": "", "quote": ""}),
        "withdrawal": withdrawal or Form({"reason": ""}),
        "problems": problems_of(actor=request.user, venture_id=talk.venture_id) if talk.may_work else (),
        "hypotheses": hypotheses_of(actor=request.user, venture_id=talk.venture_id) if talk.may_work else (),
        "weights": _weights(talk),
        "fact_kinds": _fact_kinds() if facts else [],
        "counted": counted_in(interview_id=interview_id),
        "tests": talk_tests(actor=request.user, venture_id=talk.venture_id) if talk.may_work else (),
        "target": TARGET,
        "said": _said(request),
    }
    return venture_page(
        request, "discovery/interviews/interview.html", frame, context | _words(), here="interviews", status=status
    )


def _said(request: Visit) -> str:
    return {
        "recorded": _("Recorded"),
        "saved": _("Saved"),
        "forgotten": _("Name and words are gone; the figures stay."),
        "withdrawn": _("Withdrawn: it counts nowhere any more."),
        "restored": _("It counts again."),
    }.get(request.GET.get("said", ""), "")


def _weights(talk: InterviewView) -> list[tuple[str, str]]:
    """What a quote may be worth: a commitment only where one was given in this talk."""
    kinds = {one.kind for one in talk.commitments}
    found = [("past", _("What they did: level 1")), ("opinion", _("An opinion or a wish: level 0"))]
    if kinds & set(COMMITMENT_KINDS):
        found.append(("commitment", _("A commitment they gave: level 4")))
    return found + ([("money", _("Money they gave: level 5"))] if "money" in kinds else [])


def _fact_kinds() -> list[tuple[str, str]]:
    """Kinds of facts a quote can become: words about a client, nothing of a special category."""
    return [
        (kind.code, str(kind.label))
        for kind in fact_kinds().values()
        if kind.value_kind == "text" and kind.fits("client") and not kind.special
    ]


def _known(request: Visit, venture_id: int) -> dict[str, str]:
    """What the plan and the candidate of the address say already."""
    plans = {plan.id: plan for plan in plans_of(actor=request.user, venture_id=venture_id)}
    plan = plans.get(id_or_none(request.GET.get("plan", "")) or 0)
    if plan is None:
        segments = [str(one.id) for one in segments_of(actor=request.user, venture_id=venture_id)]
        asked = request.GET.get("segment", "")
        return {"segment": asked if asked in segments else segments[0] if len(segments) == 1 else ""}
    known = {
        "plan": str(plan.id), "kind": plan.kind, "side": plan.side, "segment": str(plan.segment_id or ""),
    }  # fmt: skip
    wanted = id_or_none(request.GET.get("candidate", "")) or 0
    person = next((one for one in candidates_of(actor=request.user, plan_id=plan.id) if one.id == wanted), None)
    return known | (_of_candidate(person) if person else {})


def _of_candidate(person: CandidateRow) -> dict[str, str]:
    return {
        "candidate": str(person.id), "name": person.name, "company": person.company,
        "acquaintance": person.acquaintance, "consent_text": person.consent_text,
        "client": str(person.client_id or ""), "person": str(person.person_id or ""),
    }  # fmt: skip


def _form(request: Visit, venture_id: int, draft: _Draft, *, status: int = 200) -> HttpResponse:
    frame = frame_of(actor=request.user, venture_id=venture_id)
    if not frame.may_work:
        raise NotFound
    segments = segments_of(actor=request.user, venture_id=venture_id)
    plans: tuple[PlanRow, ...] = plans_of(actor=request.user, venture_id=venture_id)
    values = draft.form.values
    plan = next((one for one in plans if str(one.id) == values["plan"]), None)
    context = {
        "draft": draft,
        "form": draft.form,
        "target": TARGET,
        "questions": plan.questions.splitlines() if plan else [],
        "blocks": [
            ("", _("by what each says")),
            *((code, block_names()[code]) for code in blocks_of(frame.canvas_kind)),
        ],
        "problem_lines": _lines("p", PROBLEMS, values),
        "commitment_lines": _lines("c", COMMITMENTS, values),
        "segments": [("", _("not yet known")), *((str(one.id), one.text.name) for one in segments)],
        "problems": [
            ("", "–"),
            *((str(one.id), one.name) for one in problems_of(actor=request.user, venture_id=venture_id)),
        ],
        "plans": [("", _("no plan")), *((str(one.id), f"{kind_names()[one.kind]}: {one.goal[:60]}") for one in plans)],
        "colleagues": [("", "–"), *((str(one.id), one.name) for one in possible_owners())],
        "tests": _waiting(request, venture_id, draft.talk),
    }
    return venture_page(
        request, "discovery/interviews/record.html", frame, context | _words(), here="interviews", status=status
    )


def _waiting(request: Visit, venture_id: int, talk: InterviewView | None) -> list[TalkTest]:
    """Running tests that take answers from talks, those in which this one stands left out."""
    standing = {one.test_id for one in counted_in(interview_id=talk.id) if not one.excluded} if talk else set()
    return [one for one in talk_tests(actor=request.user, venture_id=venture_id) if one.id not in standing]


def _lines(kind: str, numbers: tuple[int, ...], values: Any) -> list[tuple[int, bool]]:
    """Numbers of the lines, and whether each stands open: the first, those with something in them, and no more."""
    return [
        (line, line <= OPEN_LINES or any(values[name] for name in NAMES if name.startswith(f"{kind}-{line}-")))
        for line in numbers
    ]


def _refused(values: dict[str, str], error: BadInput) -> Form:
    return refused(values, error)


def _words() -> dict[str, Any]:
    return {
        "kinds": kind_names(), "sides": side_names(), "acquaintances": acquaintance_names(),
        "consents": consent_names(), "frequencies": frequency_names(), "commitment_kinds": commitment_names(),
        "biases": bias_names(), "levels": evangelist_names(),
    }  # fmt: skip
