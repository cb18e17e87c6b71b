"""The form a stranger answers: no account, no cookie, no script; in the language they choose."""

import secrets

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from tenure.discovery.surveys import words as survey_words
from tenure.discovery.surveys.public import (
    AnswersRefused,
    PublicSurvey,
    Sending,
    TooManyAnswers,
    public_survey,
    take_answer,
)
from tenure.kernel import clock, formats
from tenure.kernel.errors import BadInput
from tenure.kernel.problems import sentence
from tenure.privacy.workspace import current_workspace
from tenure.web.addresses import address_of
from tenure.web.discovery.survey_answers import question_context

LANGUAGES = ("en", "ru", "ro")
MARKS = Signer(salt="tenure.survey.form")
TRAP = "website"


# There is no session to ride on and no cookie: the form's own signed mark says that it came from the form.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, token: str) -> HttpResponse:
    """The form, and what was sent with it."""
    with formats.speaking(_language(request)):
        if request.method != "POST":
            return _page(request, public_survey(token))
        return _sent(request, token)


@require_safe
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """After answering."""
    with formats.speaking(_language(request)):
        return _render(request, "thanks", public_survey(token), {})


def _sent(request: HttpRequest, token: str) -> HttpResponse:
    mark, seconds = _opened(request.POST.get("mark", ""))
    sending = Sending(_address(request), mark, seconds, request.POST.get(TRAP, ""), formats.language())
    sent = {name: values for name, values in request.POST.lists() if name.startswith("q")}
    agreed = request.POST.get("agreed") == "on"
    try:
        take_answer(token=token, sent=sent, agreed=agreed, sending=sending)
    except AnswersRefused as refused:
        problems = {name: sentence(error) for name, error in refused.refusals.items()}
        general = problems.pop("", "") or sentence(refused)
        return _page(request, public_survey(token), problems, general, status=422)
    except TooManyAnswers as error:
        return _render(request, "note", public_survey(token), {"text": sentence(error)}, status=429)
    except BadInput as error:
        return _render(request, "note", public_survey(token), {"text": sentence(error)}, status=410)
    address = address_of("public_survey_thanks", token=token, query={"language": formats.language()})
    return HttpResponse(status=303, headers={"Location": address})


def _page(
    request: HttpRequest,
    survey: PublicSurvey,
    problems: dict[str, str] | None = None,
    general: str = "",
    *,
    status: int = 200,
) -> HttpResponse:
    if not survey.open:
        return _render(request, "note", survey, {"text": sentence(BadInput("survey_over"))})
    workspace = current_workspace()
    context = {
        "questions": survey_words.numbered(survey.questions, survey.about),
        "sent": dict(request.POST.lists()),
        "problems": problems or {},
        "general": general,
        "mark": request.POST.get("mark") or MARKS.sign(f"{secrets.token_hex(12)}:{int(clock.now().timestamp())}"),
        "consent": _part(survey, "consent") or _consent(workspace.name if workspace else ""),
        "trap": TRAP,
    } | question_context(workspace.currency if workspace else "EUR")
    return _render(request, "form", survey, context, status=status)


def _render(
    request: HttpRequest, name: str, survey: PublicSurvey, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    shown = {
        "survey": survey,
        "title": _part(survey, "title") or survey.about or _("A few questions"),
        "intro": _part(survey, "intro"),
        "thanks": _part(survey, "thanks"),
        "token": survey.token,
    }
    answer = render(request, f"discovery/public/{name}.html", shown | context, status=status)
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    patch_vary_headers(answer, ["Accept-Language"])
    return answer


def _part(survey: PublicSurvey, part: str) -> str:
    """The founder's words in this language, else in another."""
    return survey_words.said({code: words.get(part, "") for code, words in survey.texts.items()})


def _consent(company: str) -> str:
    return _(
        "%(company)s keeps these answers to decide about its product. They hold no name and no address of yours, and are "
        "used for nothing else. I agree that they are kept."
    ) % {"company": company or _("The company")}


def _language(request: HttpRequest) -> str:
    chosen = request.POST.get("language") or request.GET.get("language", "")
    return chosen if chosen in LANGUAGES else formats.language()


def _opened(mark: str) -> tuple[str, float | None]:
    """The form's own number and how long it stood open; empty for a mark that is not ours."""
    try:
        nonce, _sign, moment = MARKS.unsign(mark).partition(":")
        return nonce, clock.now().timestamp() - int(moment)
    except (BadSignature, ValueError):
        return "", None


def _address(request: HttpRequest) -> str:
    """Whose connection it is: behind our own proxy the last address it has written down."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if forwarded and getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        return str(forwarded.split(",")[-1].strip())
    return str(request.META.get("REMOTE_ADDR", ""))
