"""The company's settings."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tenure.clients.typed_numbers import in_field, money_in_field, number_typed, told_apart
from tenure.kernel.errors import BadInput, InvalidValue
from tenure.kernel.money import decimals, to_minor
from tenure.privacy.rights import Right, require
from tenure.privacy.workspace import WorkspaceView, change_workspace
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to, render
from tenure.web.settings.choices import languages, time_zones
from tenure.web.settings.sections import sections_of
from tenure.web.visit import Visit

FIELDS = ("company", "language", "time_zone", "hour_cost", "silence_level")
MOST = 1e9


@require_http_methods(["GET", "HEAD", "POST"])
def company(request: Visit) -> HttpResponse:
    """Name, language, time zone, cost of an hour, share of false alarms."""
    require(request.user, Right.MANAGE_WORKSPACE)
    stored: WorkspaceView = request.workspace
    if request.method != "POST":
        return _page(request, Form(_shown(stored)), _("Saved") if request.GET.get("saved") else "")
    values = typed(request.POST, *FIELDS)
    try:
        change_workspace(actor=request.user, wanted=_wanted(values, stored.currency))
    except BadInput as error:
        return _page(request, refused(values, error), status=400)
    return go_to(request, "company", query={"saved": "1"})


def _shown(stored: WorkspaceView) -> dict[str, str]:
    return {
        "company": stored.name,
        "language": stored.language,
        "time_zone": stored.time_zone,
        "hour_cost": money_in_field(stored.hour_cost_minor, stored.currency),
        "silence_level": in_field(round(stored.silence_level * 100, 6)),
    }


def _wanted(values: dict[str, str], currency: str) -> WorkspaceView:
    cost = _number(values["hour_cost"], InvalidValue("hour_cost_wrong", field="hour_cost"))
    told_apart(values["hour_cost"], "hour_cost", decimals(currency))
    share = _number(values["silence_level"], InvalidValue("silence_level_wrong", field="silence_level"))
    return WorkspaceView(
        name=values["company"],
        currency=currency,
        language=values["language"],
        time_zone=values["time_zone"],
        hour_cost_minor=to_minor(cost, currency),
        silence_level=share / 100,
    )


def _number(text: str, error: InvalidValue) -> float:
    """A number from 0 to a billion in the signs of the language. Raises the given error."""
    found = number_typed(text)
    if found is None or not 0 <= found <= MOST:
        raise error
    return found


def _page(request: Visit, form: Form, said: str = "", status: int = 200) -> HttpResponse:
    context = {
        "sections": sections_of(request, "company"),
        "form": form,
        "currency": request.workspace.currency,
        "languages": languages(),
        "time_zones": time_zones(),
        "said": said,
    }
    return render(request, "settings/company.html", context, status=status)
