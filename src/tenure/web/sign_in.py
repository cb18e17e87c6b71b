"""Signing in and out. Five wrong passwords for one e-mail from one address rest that sign-in for 15 minutes."""

import json
from typing import Any

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tenure.kernel import formats
from tenure.web.page import go_to, is_htmx, render

LANGUAGES = ("en", "ru", "ro")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form and its answer; over an open page (htmx) the form alone."""
    target = request.POST.get("next") or request.GET.get("next") or "/"
    if request.method != "POST":
        if request.user.is_authenticated and not is_htmx(request):
            return HttpResponseRedirect(_safe(request, target))
        return _remember_language(request, _form(request, "", target, ""))
    email = request.POST.get("email", "").replace("\x00", "").strip().lower()
    user = authenticate(request, email=email, password=request.POST.get("password", "").replace("\x00", ""))
    if user is None:
        return _form(request, email, target, _wrong(), 400)
    login(request, user)
    return _welcome(request, target, user.language)


def _wrong() -> str:
    return _(
        "This e-mail and password do not belong together. Check both; after 5 tries the sign-in rests for 15 minutes."
    )


def _form(request: HttpRequest, email: str, target: str, problem: str, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "email": email,
        "next": target,
        "problem": problem,
        "kept": list(zip(request.POST.getlist("kept_name"), request.POST.getlist("kept_value"), strict=False)),
        "kept_action": request.POST.get("kept_action", ""),
    }
    if is_htmx(request):
        # 422 tells the page's script to show the form again instead of a sentence beside the old one.
        return render(request, "_sign_in_again.html", context, status=422 if status >= 400 else 200)
    return render(request, "sign_in.html", context, status=status)


def _remember_language(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if request.GET.get("language") in LANGUAGES:
        response.set_cookie("language", request.GET["language"], max_age=31536000, samesite="Lax", httponly=True)
    return response


def _welcome(request: HttpRequest, target: str, language: str) -> HttpResponse:
    """Where to after signing in: back over the page, on with what was typed, or to the page asked for."""
    if is_htmx(request):
        signed = {"token": get_token(request), "say": _("Signed in. Press the button again: nothing was lost.")}
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"signed-in": signed})})
    kept = list(zip(request.POST.getlist("kept_name"), request.POST.getlist("kept_value"), strict=False))
    action = request.POST.get("kept_action", "")
    if kept and action.startswith("/") and _safe(request, action) == action:
        with formats.speaking(language):
            context = {"kept": kept, "kept_action": action, "back": _safe(request, target)}
            return render(request, "send_again.html", context)
    return HttpResponse(status=303, headers={"Location": _safe(request, target)})


def _safe(request: HttpRequest, target: str) -> str:
    """The address when it is one of ours, else the first page."""
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if ours and target.startswith("/") else "/"


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    response = go_to(request, "sign_in")
    # What the browser kept of our pages goes too: the next person at this desk cannot page back to them.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def locked_out(request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """The answer while a sign-in rests."""
    problem = _(
        "Five wrong passwords: this sign-in rests for 15 minutes; after them the right password lets you in. A new password "
        "opens it at once: an administrator sets it under Users, or, when nobody else can, on the server: "
        "tenure user password E-MAIL"
    )
    return _form(request, request.POST.get("email", "").strip(), request.POST.get("next") or "/", problem, 429)
