"""Pages for what went wrong: what, where, and what to do next."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tenure.kernel.errors import BadInput, Conflict, NotAllowed, NotFound, TenureError
from tenure.kernel.problems import sentence
from tenure.web.page import is_htmx, render

STATUS = {BadInput: 400, NotAllowed: 403, NotFound: 404, Conflict: 409}


def explain(request: HttpRequest, error: TenureError) -> HttpResponse:
    """The sentence of an error raised on purpose, with its HTTP status."""
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
    return show(request, status, _heading(status), sentence(error))


def show(request: HttpRequest, status: int, heading: str, text: str) -> HttpResponse:
    """A whole page, or for htmx the note alone, to stand beside the form it belongs to."""
    template = "_problem.html" if is_htmx(request) else "error.html"
    return render(request, template, {"heading": heading, "text": text, "status": status}, status=status)


def signed_out(request: HttpRequest) -> HttpResponse:
    """A stranger: htmx is told by 401 (the page keeps what was typed), a plain request goes to the sign-in."""
    address = reverse("sign_in", query={"next": request.get_full_path()})
    if is_htmx(request):
        return HttpResponse(status=401, headers={"X-Sign-In": address})
    return HttpResponseRedirect(address)


def _heading(status: int) -> str:
    return {
        400: _("This cannot be used as it is"),
        403: _("Not part of your role"),
        404: _("Nothing here"),
        409: _("Changed in the meantime"),
    }[status]


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's safety mark is missing or stale."""
    text = _("The page was open too long or came from elsewhere; nothing was saved. Load it again and repeat.")
    return show(request, 403, _("The form has expired"), text)
