"""Answers of a survey: seen one by one, entered by hand, pasted, set aside openly, taken out as CSV."""

from dataclasses import replace

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.discovery.markets.segments import segment_names
from tenure.discovery.surveys import answers as core
from tenure.discovery.surveys import words as survey_words
from tenure.discovery.surveys.pasted import PASTED
from tenure.discovery.surveys.questions import questions_of
from tenure.discovery.surveys.surveys import survey_of
from tenure.kernel.errors import BadInput
from tenure.web.clients.pick_client import named_client
from tenure.web.discovery.frame import venture_page
from tenure.web.discovery.offer_forms import fitting, frame_for_form
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to
from tenure.web.units.reading import record
from tenure.web.visit import Visit

HERE = "surveys"
SHOWN = {"counted": False, "aside": True}


@require_safe
def answers(request: Visit, survey_id: int) -> HttpResponse:
    """The answers; `show` in the address: all, counted or aside."""
    return _page(request, survey_id, Form())


@require_http_methods(["GET", "HEAD", "POST"])
def new_answer(request: Visit, survey_id: int) -> HttpResponse:
    """Enter what somebody said in person, or paste many answers to one question."""
    form, status, found = Form({"client": ""}), 200, fitting()
    if request.method == "POST":
        try:
            if request.POST.get("do") == "paste":
                core.paste_answers(
                    actor=request.user,
                    survey_id=survey_id,
                    question_id=record(request.POST.get("question", "")),
                    text=request.POST.get("lines", ""),
                )
            else:
                core.add_answer(
                    actor=request.user,
                    survey_id=survey_id,
                    sent=dict(request.POST.lists()),
                    who=request.POST.get("who", "").replace("\x00", ""),
                    client_id=named_client(request.user, typed(request.POST, "client", "client_id")),
                    segment_id=record(request.POST.get("segment", "")) or None,
                )
        except BadInput as error:
            # Every field is named by its question; the sentence stands beside it.
            form, status = (
                refused(_named(request, survey_id), error),
                422,
            )
            form, found = replace(form, field=str(error.problem.data.get("field", ""))), fitting(error)
        else:
            return go_to(request, "survey_answers", survey_id=survey_id)
    survey = survey_of(actor=request.user, survey_id=survey_id)
    questions = survey_words.numbered(questions_of(survey_id), survey.about)
    frame = frame_for_form(request, survey.venture_id)
    segments = segment_names(actor=request.user, venture_id=survey.venture_id)
    context = {
        "s": survey,
        "form": form,
        "found": found,
        "sent": dict(request.POST.lists()),
        "segments": segments,
        "questions": questions,
        "pasted": [(str(one.id), text) for one, text in questions if one.kind in PASTED],
    } | question_context(request.workspace.currency)
    return venture_page(request, "discovery/surveys/new_answer.html", frame, context, here=HERE, status=status)


def _named(request: Visit, survey_id: int) -> dict[str, str]:
    """Every field a sentence may stand beside: what was sent, and each question by its number."""
    fields = dict.fromkeys(("client", *(f"q{one.id}" for one in questions_of(survey_id))), "")
    return fields | {name: str(value) for name, value in request.POST.items()}


def question_context(currency: str) -> dict[str, object]:
    """What the drawing of questions needs, in the active language."""
    return {
        "felt": survey_words.felt_words(),
        "used": survey_words.used_words(),
        "four": survey_words.four_prices(),
        "said": survey_words.said,
        "currency": currency,
    }


@require_POST
def set_aside(request: Visit, survey_answer_id: int) -> HttpResponse:
    """Let an answer count no more."""
    return _judged(request, survey_answer_id, core.set_aside)


@require_POST
def take_back(request: Visit, survey_answer_id: int) -> HttpResponse:
    """Let an answer that was set aside count."""
    return _judged(request, survey_answer_id, core.take_back)


@require_safe
def export_answers(request: Visit, survey_id: int) -> HttpResponse:
    """All answers as CSV."""
    survey = survey_of(actor=request.user, survey_id=survey_id)
    heads = {one.id: survey_words.question_words(one, survey.about) for one in questions_of(survey_id)}
    text = core.export_answers(actor=request.user, survey_id=survey_id, heads=heads)
    answer = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="survey-{survey_id}.csv"'
    return answer


def _judged(request: Visit, answer_id: int, judge: object) -> HttpResponse:
    reason = request.POST.get("reason", "")
    survey_id = core.survey_of_answer(answer_id)
    try:
        judge(actor=request.user, answer_id=answer_id, reason=reason)  # type: ignore[operator]
    except BadInput as error:
        return _page(request, survey_id, Form({}, "", refused({}, error).text), status=422)
    return go_to(request, "survey_answers", survey_id=survey_id, query={"show": request.POST.get("show", "all")})


def _page(request: Visit, survey_id: int, form: Form, *, status: int = 200) -> HttpResponse:
    survey = survey_of(actor=request.user, survey_id=survey_id)
    show = request.GET.get("show", request.POST.get("show", "all"))
    before = record(request.GET.get("before", "")) or None
    rows, older = core.answers_of(actor=request.user, survey_id=survey_id, aside=SHOWN.get(show), before=before)
    frame = frame_for_form(request, survey.venture_id, status)
    segments = dict(segment_names(actor=request.user, venture_id=survey.venture_id))
    questions = survey_words.numbered(questions_of(survey_id), survey.about)
    told = [
        (
            row,
            [
                (text, survey_words.answer_text(one, row.values[str(one.id)], segments))
                for one, text in questions
                if str(one.id) in row.values
            ],
        )
        for row in rows
    ]
    context = {
        "s": survey,
        "rows": told,
        "older": older,
        "show": show if show in ("counted", "aside") else "all",
        "form": form,
        "aside_words": survey_words.aside_words(),
        "source_words": survey_words.sources(),
    }
    return venture_page(request, "discovery/surveys/answers.html", frame, context, here=HERE, status=status)
