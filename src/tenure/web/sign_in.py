"""Signing in and out."""

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenure.web.page import go_to, render


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form, and its answer."""
    target = request.POST.get("next", request.GET.get("next", "/"))
    if request.method == "GET":
        return render(request, "sign_in.html", {"email": "", "next": target, "problem": ""})
    email = request.POST.get("email", "").strip().lower()
    user = authenticate(request, username=email, password=request.POST.get("password", ""))
    if user is None:
        problem = _("This e-mail and password do not belong together. Check both; after 5 tries the sign-in rests for 15 minutes.")
        return render(request, "sign_in.html", {"email": email, "next": target, "problem": problem}, status=400)
    login(request, user)
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return HttpResponse(status=303, headers={"Location": target if safe else "/"})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return go_to(request, "sign_in")


def locked_out(request: HttpRequest, response: HttpResponse | None = None, credentials: dict | None = None) -> HttpResponse:
    """After five wrong passwords for an e-mail from one address."""
    problem = _("Five wrong passwords: sign-in for this e-mail rests for 15 minutes. An administrator can set a new password.")
    context = {"email": (credentials or {}).get("username", ""), "next": "/", "problem": problem}
    return render(request, "sign_in.html", context, status=429)
