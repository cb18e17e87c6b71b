"""The questions of a survey in their forms."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenure.clients.typed_numbers import in_field
from tenure.discovery.markets_list import problem_choices
from tenure.discovery.surveys import questions as core
from tenure.discovery.surveys import words as survey_words
from tenure.discovery.surveys.surveys import LANGUAGES, SurveyView, survey_of
from tenure.kernel.errors import BadInput, InvalidValue, NotFound, Wrongs
from tenure.web.addresses import address_of
from tenure.web.discovery.offer_forms import Field, RecordForm, form_page, names
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import id_or_none
from tenure.web.page import go_to
from tenure.web.units.reading import maybe, number
from tenure.web.visit import Visit

HERE = "surveys"
TONGUES = (("en", "English"), ("ru", "Русский"), ("ro", "Română"))
FIELDS = (
    "kind",
    "required",
    "prices",
    "unit_cost",
    "problem",
    *(f"{part}-{code}" for part in ("text", "choices") for code in LANGUAGES),
)


@require_http_methods(["GET", "HEAD", "POST"])
def new_question(request: Visit, survey_id: int) -> HttpResponse:
    """One more question."""
    survey = survey_of(actor=request.user, survey_id=survey_id)
    form, status = Form(dict.fromkeys(FIELDS, "") | {"kind": "text"}), 200
    if request.method == "POST":
        values = typed(request.POST, *FIELDS)
        try:
            core.add_question(actor=request.user, survey_id=survey_id, wanted=_wanted(values))
        except BadInput as error:
            form, status = _refused(values, error), 422
        else:
            return go_to(request, "survey", survey_id=survey_id)
    return _page(request, survey, form, _("A question"), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: Visit, survey_question_id: int) -> HttpResponse:
    """Change a question that nobody has answered."""
    survey, known = _known(request, survey_question_id)
    values = {
        "kind": known.kind,
        "required": "on" if known.required else "",
        "prices": "; ".join(in_field(price) for price in known.prices),
        "unit_cost": in_field(known.unit_cost) if known.unit_cost else "",
        "problem": str(known.problem_id or ""),
    }
    for code in LANGUAGES:
        values[f"text-{code}"] = known.text.get(code, "")
        values[f"choices-{code}"] = "\n".join(one.get(code, "") for one in known.choices).rstrip()
    form, status = Form(values), 200
    if request.method == "POST":
        values = typed(request.POST, *FIELDS)
        try:
            core.edit_question(actor=request.user, question_id=known.id, wanted=_wanted(values))
        except BadInput as error:
            form, status = _refused(values, error), 422
        else:
            return go_to(request, "survey", survey_id=survey.id)
    remove = address_of("remove_survey_question", survey_question_id=known.id)
    return _page(request, survey, form, survey_words.question_words(known, survey.about), remove, status=status)


@require_POST
def remove_question(request: Visit, survey_question_id: int) -> HttpResponse:
    """Take a question out."""
    return go_to(request, "survey", survey_id=core.remove_question(actor=request.user, question_id=survey_question_id))


@require_POST
def move_question(request: Visit, survey_question_id: int) -> HttpResponse:
    """A place up or down."""
    up = request.POST.get("do") != "down"
    survey_id = core.move_question(actor=request.user, question_id=survey_question_id, up=up)
    return go_to(request, "survey", survey_id=survey_id)


def _known(request: Visit, question_id: int) -> tuple[SurveyView, core.QuestionView]:
    survey_id = core.survey_of_question(question_id)
    survey = survey_of(actor=request.user, survey_id=survey_id)
    found = next((one for one in core.questions_of(survey.id) if one.id == question_id), None)
    if found is None:
        raise NotFound
    return survey, found


def _wanted(values: dict[str, str]) -> core.QuestionText:
    rows = {code: values[f"choices-{code}"].splitlines() for code in LANGUAGES}
    longest = max(map(len, rows.values()))
    choices = tuple(
        {code: lines[place].strip() for code, lines in rows.items() if place < len(lines)} for place in range(longest)
    )
    wrongs = Wrongs()
    asked = [one for one in values["prices"].replace("\n", ";").split(";") if one.strip()]
    prices = wrongs.got(lambda: tuple(number(one, "prices") for one in asked))
    wanted = core.QuestionText(
        values["kind"],
        {code: values[f"text-{code}"] for code in LANGUAGES},
        values["required"] == "on",
        choices,
        prices or (),
        wrongs.got(maybe, values["unit_cost"], "unit_cost") or 0.0,
        id_or_none(values["problem"]),
    )
    wrongs.got(core.checked_question, wanted)
    wrongs.tell()
    return wanted


def _refused(values: dict[str, str], error: BadInput) -> Form:
    """The choices of all languages are one list: what is wrong with them stands at the first."""
    for one in (error, *(error.more if isinstance(error, InvalidValue) else ())):
        if one.problem.data.get("field") == "choices":
            one.problem.data["field"] = "choices-en"
    return refused(values, error)


def _page(
    request: Visit, survey: SurveyView, form: Form, title: str, remove: str = "", *, status: int = 200
) -> HttpResponse:
    fixed = [
        Field("prices", _("Prices to ask, rising, with ; between"), hint=_("10; 15; 20; 25; for fixed prices only"))
    ]
    told = RecordForm(
        title,
        (
            Field("kind", _("Kind of question"), "choice", list(survey_words.kind_words().items())),
            Field("required", _("Must be answered"), "tick"),
            *(
                Field(f"text-{code}", _("Question, %(language)s") % {"language": name}, longest=300)
                for code, name in TONGUES
            ),
            Field(
                "problem",
                _("For “do they have the problem”: which one"),
                "choice",
                names(problem_choices(actor=request.user, venture_id=survey.venture_id), _("choose")),
                hint=_("What they answer is counted in its cells, beside those who named it in talks by themselves."),
            ),
            Field("h", _("For one or several of many: answers, one a line"), "head"),
            *(Field(f"choices-{code}", name, "area", rows=4) for code, name in TONGUES),
            Field("h2", _("For prices"), "head"),
            (fixed[0], Field("unit_cost", _("A unit costs us"), "number", hint=_("For the profit; empty: 0."))),
        ),
        address_of("survey", survey_id=survey.id),
        remove=remove,
        intro=_("Questions everybody asks the same way have usual words in three languages: leave those fields empty."),
    )
    return form_page(request, survey.venture_id, told, form, here=HERE, status=status)
