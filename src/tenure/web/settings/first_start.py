"""The very first page of an installation: the company and its administrator."""

from django.contrib.auth import authenticate, login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tenure.journeys.new_company import start_company
from tenure.kernel import formats
from tenure.kernel.errors import BadInput
from tenure.privacy.users import users_exist
from tenure.privacy.workspace import FirstAdministrator, WorkspaceView
from tenure.web.form import Form, refused, typed
from tenure.web.page import render
from tenure.web.settings.choices import currencies, languages, time_zones

FIELDS = ("company", "currency", "language", "time_zone", "name", "email", "password")


@require_http_methods(["GET", "HEAD", "POST"])
def first_start(request: HttpRequest) -> HttpResponse:
    """Open only while nobody has an account."""
    if users_exist():
        return HttpResponseRedirect(reverse("sign_in"))
    if request.method != "POST":
        start = {"currency": "EUR", "language": formats.language(), "time_zone": "Europe/Chisinau"}
        return _page(request, Form(dict.fromkeys(FIELDS, "") | start))
    values = typed(request.POST, *FIELDS)
    try:
        start_company(
            wanted=WorkspaceView(values["company"], values["currency"], values["language"], values["time_zone"]),
            administrator=FirstAdministrator(values["name"], values["email"], values["password"]),
        )
    except BadInput as error:
        return _page(request, refused(values | {"password": ""}, error), status=400)
    email = values["email"].strip().lower()
    login(request, authenticate(request, email=email, password=values["password"]))
    return HttpResponse(status=303, headers={"Location": "/"})


def _page(request: HttpRequest, form: Form, status: int = 200) -> HttpResponse:
    context = {"form": form, "currencies": currencies(), "languages": languages(), "time_zones": time_zones()}
    return render(request, "settings/first_start.html", context, status=status)
