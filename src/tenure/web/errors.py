"""Pages for what went wrong: what, where, and what to do next. A plain answer for those who ask whether we live."""

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenure.kernel.errors import BadInput, Conflict, NotAllowed, NotFound, TenureError
from tenure.kernel.problems import sentence
from tenure.web.page import is_htmx, render
from tenure.web.shell import nobody

STATUS = {NotAllowed: 403, NotFound: 404, Conflict: 409, BadInput: 400}
LONGEST_KEPT = 200_000
log = logging.getLogger(__name__)


def explain(request: HttpRequest, error: TenureError, status: int | None = None) -> HttpResponse:
    """The sentence of an error raised on purpose, with its HTTP status or the one given."""
    status = status or next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
    return show(request, status, _heading(status), sentence(error))


def show(request: HttpRequest, status: int, heading: str, text: str) -> HttpResponse:
    """A whole page, or for htmx the note alone, to stand beside the form it belongs to."""
    template = "_problem.html" if is_htmx(request) else "error.html"
    return render(request, template, {"heading": heading, "text": text, "status": status}, status=status)


def _heading(status: int) -> str:
    return {
        400: _("This cannot be used as it is"),
        403: _("Not part of your role"),
        404: _("Nothing here"),
        409: _("Changed in the meantime"),
        413: _("Too much at once"),
    }[status]


def signed_out(request: HttpRequest) -> HttpResponse:
    """A stranger, or a session that has ended: to the sign-in, with whatever was typed.

    htmx is told by 401 and signs in over the page; a form posted plainly is handed on through the sign-in form.
    """
    target = request.get_full_path() if request.method != "POST" else _referring_page(request)
    address = reverse("sign_in", query={"next": target} if target != "/" else None)
    if is_htmx(request):
        return HttpResponse(status=401, headers={"X-Sign-In": address})
    if request.method != "POST":
        return HttpResponseRedirect(address)
    context = {"email": "", "next": target, "problem": "", "kept": kept_fields(request), "kept_action": request.path}
    return render(request, "sign_in.html", context, status=401)


def _referring_page(request: HttpRequest) -> str:
    """The page the form stood on, when it was ours."""
    referer = request.headers.get("Referer", "")
    here = f"{request.scheme}://{request.get_host()}/"
    return "/" + referer.removeprefix(here) if referer.startswith(here) else "/"


def kept_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What was posted, to be sent again after the sign-in: no passwords, no files, nothing huge."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in {"csrfmiddlewaretoken"} and not name.startswith("password") and name not in {"current", "repeat"}
    ]
    return fields if sum(len(value) for _name, value in fields) <= LONGEST_KEPT else []


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's safety mark is missing or stale."""
    text = _("The page was open too long or came from elsewhere; nothing was saved. Go back, load it again and repeat.")
    return show(request, 403, _("The form has expired"), text)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: an address or a form no page of ours makes; too much in one form is 413."""
    if type(exception).__name__ in {"RequestDataTooBig", "TooManyFieldsSent", "TooManyFilesSent"}:
        return too_much(request)
    text = _("The server could not read this request; nothing was saved. Go back and try again.")
    return _plain(request, 400, _heading(400), text)


def too_much(request: HttpRequest) -> HttpResponse:
    """413: a form larger than any of ours."""
    text = _(
        "The form holds more than the server takes at once. Shorten it or load the data as a file; nothing was saved."
    )
    return _plain(request, 413, _heading(413), text)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 raised by the framework."""
    return show(request, 403, _heading(403), sentence(NotAllowed()))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the same words whether it never was or is not for this person."""
    return show(request, 404, _heading(404), sentence(NotFound()))


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Touches neither database nor session, which may be the cause."""
    text = _("Something broke on our side and is in the server’s log. Nothing half-done was kept; try again.")
    return _plain(request, 500, _("Our fault"), text)


def _plain(request: HttpRequest, status: int, heading: str, text: str) -> HttpResponse:
    """A page that needs nothing but its template; the language is the browser's."""
    shell = nobody(translation.get_language_from_request(request))
    context = {"shell": shell, "heading": heading, "text": text, "status": status, "csrf_token": ""}
    template = "_problem.html" if is_htmx(request) else "error.html"
    return HttpResponse(render_to_string(template, context), status=status)


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Whether the pages answer; needs no sign-in and tells nothing else."""
    return JsonResponse({"status": "ok"})
