"""Surveys of a venture: the list, the results of one, its words, its opening and closing."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.discovery.fit.settings import ellis_mark_at
from tenure.discovery.hypotheses.hypotheses import hypotheses_of
from tenure.discovery.markets.segments import segment_names
from tenure.discovery.surveys import kinds
from tenure.discovery.surveys import surveys as core
from tenure.discovery.surveys import words as survey_words
from tenure.discovery.surveys.evidence import attach_result
from tenure.discovery.surveys.results import QuestionResult, results_of
from tenure.discovery.ventures.frame import frame_of
from tenure.kernel.errors import BadInput, Conflict, InvalidValue, Wrongs
from tenure.web.addresses import address_of
from tenure.web.discovery.frame import venture_page
from tenure.web.discovery.offer_forms import Field, RecordForm, conflict, form_page, frame_for_form, names
from tenure.web.discovery.price_drawing import fixed_drawing, four_drawing
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import day_or_none
from tenure.web.page import go_to
from tenure.web.units.reading import record, whole
from tenure.web.visit import Visit

HERE = "surveys"
TEXTS = tuple(f"{part}-{code}" for code in core.LANGUAGES for part in core.TEXTS)
FIELDS = ("name", "about", "segment", "closes_on", "most_answers", *TEXTS)
# What a new survey may begin with, by its code.
STARTS = {"fit": ("ellis", "nps"), "prices": ("westendorp",), "fixed": ("gabor",), "empty": ()}


@require_safe
def surveys(request: Visit, venture_id: int) -> HttpResponse:
    """All surveys of the venture."""
    rows = core.surveys_of(actor=request.user, venture_id=venture_id)
    frame = frame_of(actor=request.user, venture_id=venture_id)
    context = {"rows": rows, "state_words": survey_words.states(), "kind_words": survey_words.kind_words()}
    return venture_page(request, "discovery/surveys/surveys.html", frame, context, here=HERE)


@require_http_methods(["GET", "HEAD", "POST"])
def new_survey(request: Visit, venture_id: int) -> HttpResponse:
    """Begin a survey from one of the usual ones."""
    form, status = Form({"name": "", "about": "", "segment": "", "start": "fit"}), 200
    if request.method == "POST":
        values = typed(request.POST, "name", "about", "segment", "start")
        text = core.SurveyText(values["name"], values["about"], record(values["segment"]) or None)
        try:
            survey_id = core.make_survey(
                actor=request.user, venture_id=venture_id, text=text, kinds=STARTS.get(values["start"], ())
            )
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, "survey", survey_id=survey_id)
    told = RecordForm(
        _("A survey"),
        (
            Field(
                "start",
                _("What it asks"),
                "picks",
                [
                    ("fit", _("would they miss it, would they recommend it")),
                    ("prices", _("four prices (Van Westendorp)")),
                    ("fixed", _("fixed prices (Gabor-Granger)")),
                    ("empty", _("own questions")),
                ],
            ),
            Field("name", _("Name, for yourselves"), longest=160),
            Field("about", _("The product as the questions name it"), hint=_("Night delivery of flour"), longest=120),
            Field(
                "segment",
                _("Sent to segment"),
                "choice",
                names(_segments(request, venture_id), _("asked, or everybody")),
            ),
        ),
        address_of(HERE, venture_id=venture_id),
        save=_("Begin"),
    )
    return form_page(request, venture_id, told, form, here=HERE, status=status)


@require_safe
def survey(request: Visit, survey_id: int) -> HttpResponse:
    """The results, the questions, the address to send."""
    return survey_page(request, survey_id)


def survey_page(request: Visit, survey_id: int, form: Form | None = None, *, status: int = 200) -> HttpResponse:
    """The page of a survey; form: the evidence form as it was filled in."""
    asked = core.survey_of(actor=request.user, survey_id=survey_id)
    venture_id, mark = asked.venture_id, ellis_mark_at(asked.venture_id, asked.opened_at)
    found = results_of(actor=request.user, survey_id=survey_id, mark=mark)
    frame = frame_for_form(request, venture_id, status)
    one = found.survey
    context = {
        "s": one,
        "results": _all_shown(found.questions, one.about),
        "mark": mark,
        "state_words": survey_words.states(),
        "kind_words": survey_words.kind_words(),
        "public": request.build_absolute_uri(address_of("public_survey", token=one.token)),
        "claims": [
            (row.id, f"H{row.number} {row.title}") for row in hypotheses_of(actor=request.user, venture_id=venture_id)
        ],
        "form": form or Form({"hypothesis": "", "supports": "yes", "text": ""}),
    }
    return venture_page(request, "discovery/surveys/survey.html", frame, context, here=HERE, status=status)


def _all_shown(results: Sequence[QuestionResult], about: str) -> list[dict[str, Any]]:
    words = survey_words.numbered([one.question for one in results], about)
    return [shown(result, text) for result, (_question, text) in zip(results, words, strict=True)]


def shown(result: QuestionResult, text: str) -> dict[str, Any]:
    """One result with its words and its drawing."""
    question = result.question
    drawing: Any = None
    if result.westendorp is not None:
        drawing = four_drawing(result.westendorp)
    elif result.gabor is not None:
        drawing = fixed_drawing(result.gabor, question.prices, question.unit_cost)
    words = {str(place): survey_words.said(one) for place, one in enumerate(question.choices)}
    if question.kind == kinds.PROBLEM:
        words = {"1": _("yes"), "0": _("no")}
    shares = [(words.get(name, name), count) for name, count in result.shares]
    return {
        "r": result,
        "q": question,
        "text": text,
        "drawing": drawing,
        "shares": shares,
        "most": max((count for _name, count in shares), default=0) or 1,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def edit_survey(request: Visit, survey_id: int) -> HttpResponse:
    """The words in three languages, the segment and the end."""
    known = core.survey_of(actor=request.user, survey_id=survey_id)
    values = {
        "name": known.name,
        "about": known.about,
        "segment": str(known.segment_id or ""),
        "closes_on": known.closes_on.isoformat() if known.closes_on else "",
        "most_answers": str(known.most_answers or ""),
    } | {name: known.texts.get(name[-2:], {}).get(name[:-3], "") for name in TEXTS}
    form, status = Form(values), 200
    if request.method == "POST":
        values, version = typed(request.POST, *FIELDS), record(request.POST.get("version", ""))
        try:
            core.edit_survey(actor=request.user, survey_id=survey_id, version=version, text=_text(values))
        except Conflict:
            form, status = conflict(values), 422
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, "survey", survey_id=survey_id)
    told = RecordForm(
        known.name,
        _fields(request, known),
        address_of("survey", survey_id=survey_id),
        version=known.version,
        intro=_("Whatever is left empty is said in the usual words of that language."),
    )
    return form_page(request, known.venture_id, told, form, here=HERE, status=status)


@require_POST
def switch_survey(request: Visit, survey_id: int) -> HttpResponse:
    """Open or close it."""
    version = record(request.POST.get("version", ""))
    change = core.close_survey if request.POST.get("do") == "close" else core.open_survey
    try:
        change(actor=request.user, survey_id=survey_id, version=version)
    except InvalidValue as error:
        return survey_page(request, survey_id, refused({}, error), status=422)
    return go_to(request, "survey", survey_id=survey_id)


@require_POST
def attach_survey(request: Visit, survey_id: int) -> HttpResponse:
    """Make what it says evidence."""
    values = typed(request.POST, "hypothesis", "supports", "text")
    try:
        attach_result(
            actor=request.user,
            survey_id=survey_id,
            hypothesis_id=record(values["hypothesis"]),
            supports=values["supports"] != "no",
            text=values["text"],
        )
    except BadInput as error:
        return survey_page(request, survey_id, refused(values, error), status=422)
    return go_to(request, "survey", survey_id=survey_id)


def _segments(request: Visit, venture_id: int) -> tuple[tuple[int, str], ...]:
    return segment_names(actor=request.user, venture_id=venture_id)


def _text(values: dict[str, str]) -> core.SurveyText:
    """The typed survey. Raises InvalidValue naming every field that cannot be read or stored."""
    wrongs = Wrongs()
    text = core.SurveyText(
        values["name"],
        values["about"],
        record(values["segment"]) or None,
        {code: {part: values[f"{part}-{code}"] for part in core.TEXTS} for code in core.LANGUAGES},
        wrongs.got(day_or_none, values["closes_on"], "closes_on"),
        wrongs.got(whole, values["most_answers"], "most_answers") if values["most_answers"].strip() else None,
    )
    wrongs.got(core.checked_survey, text)
    wrongs.tell()
    return text


def _fields(request: Visit, known: core.SurveyView) -> tuple[Field | tuple[Field, Field], ...]:
    words = {"title": _("Title"), "intro": _("Introduction"), "consent": _("Consent text"), "thanks": _("Thanks")}
    texts = [
        row
        for code, language in (("en", "English"), ("ru", "Русский"), ("ro", "Română"))
        for row in (
            Field(f"head-{code}", language, "head"),
            Field(f"title-{code}", words["title"], longest=core.TEXTS["title"]),
            *(
                Field(f"{part}-{code}", words[part], "area", rows=2, longest=core.TEXTS[part])
                for part in ("intro", "consent", "thanks")
            ),
        )
    ]
    return (
        Field("name", _("Name, for yourselves"), longest=160),
        Field("about", _("The product as the questions name it"), longest=120),
        Field(
            "segment",
            _("Sent to segment"),
            "choice",
            names(_segments(request, known.venture_id), _("asked, or everybody")),
        ),
        (
            Field("closes_on", _("Last day"), "day"),
            Field("most_answers", _("Most answers"), "number", hint=_("Empty: no end.")),
        ),
        *texts,
    )
