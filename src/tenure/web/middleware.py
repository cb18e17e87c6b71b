"""Who comes in: nobody yet (first start), a stranger (sign-in), or one of us, in their own language and time."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from tenure.discovery.files.json_text import LARGEST as LARGEST_VENTURE
from tenure.kernel import formats
from tenure.kernel.errors import BadInput, TenureError
from tenure.orders.imports import LARGEST_UPLOAD
from tenure.privacy.rights import Right, may
from tenure.privacy.users import users_exist
from tenure.privacy.workspace import current_workspace, in_time_of
from tenure.web import errors

# Answered without a session: a calendar program has only its secret address, and a browser asks for the two files that
# put the field visit on a phone without its cookies; they say nothing about anybody.
# A survey is answered by strangers at its secret address.
OPEN = ("/health/", "/calendar/", "/visit-worker.js", "/manifest.webmanifest", "/q/")
ROOM_FOR_FORM = 1024**2  # what the form adds to the bytes of the file


def visitor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: language and time zone of the visitor; a stranger gets no further than the sign-in.

    An error a person can act on becomes a page or a fragment with its sentence.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        workspace = current_workspace()
        request.workspace = workspace  # type: ignore[attr-defined]
        with formats.speaking(language_of(request)), in_time_of(workspace):
            response = too_much(request) or turn_away(request) or get_response(request)
        # Asked again before it is shown again, and never kept by a proxy; going back still finds what was typed.
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        return errors.explain(request, error) if isinstance(error, TenureError) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def too_much(request: HttpRequest) -> HttpResponse | None:
    """413 before a byte of the body is read: a file only comes from somebody who may import, at the place for it.

    The framework would write the files of any form to disk while it looks for the form's safety mark.
    """
    told = request.META.get("CONTENT_LENGTH") or "0"
    size = int(told) if told.isascii() and told.isdigit() else 0
    if size <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return None
    user = request.user
    right, largest = _places_for_files().get(request.path, (None, 0))
    if right is None or not user.is_authenticated or not may(user, right):
        return errors.too_much(request)
    if size <= largest + ROOM_FOR_FORM:
        return None
    if right == Right.START_VENTURES:
        return errors.explain(request, BadInput("venture_file_large", size=size, largest=largest), 413)
    limit = largest // 1024**3
    return errors.explain(request, BadInput("upload_too_large", file=_("The file"), limit_gib=limit), 413)


def _places_for_files() -> dict[str, tuple[Right, int]]:
    """Where a large file may come in, who may send one, and how many bytes it may have."""
    return {
        reverse("upload_orders"): (Right.IMPORT_ORDERS, LARGEST_UPLOAD),
        reverse("import_venture"): (Right.START_VENTURES, LARGEST_VENTURE),
    }


def language_of(request: HttpRequest) -> str:
    """The account's language; a stranger's chosen or browser's language."""
    if request.user.is_authenticated:
        return request.user.language
    chosen = request.GET.get("language", request.COOKIES.get("language", ""))
    if chosen in {"en", "ru", "ro"}:
        return chosen
    return translation.get_language_from_request(request)


def turn_away(request: HttpRequest) -> HttpResponse | None:
    """Where a stranger is sent; None lets the request through."""
    if request.user.is_authenticated or request.path.startswith((settings.STATIC_URL, *OPEN)):
        return None
    if not users_exist():
        return None if request.path == reverse("first_start") else HttpResponseRedirect(reverse("first_start"))
    if request.path == reverse("sign_in"):
        return None
    if request.path == reverse("first_start"):
        return HttpResponseRedirect(reverse("sign_in"))
    return errors.signed_out(request)
