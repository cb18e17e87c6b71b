"""Special categories switched on and off with a reason, and the log of who opened what."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenure.clients.facts.special_types import special_types, switch_special
from tenure.clients.subject_data.subjects import names_of_people
from tenure.kernel.errors import BadInput
from tenure.privacy.readings import readings
from tenure.privacy.users import accounts
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to, render
from tenure.web.privacy.parts import parts_of
from tenure.web.visit import Visit

# icons: lock lock-open


@require_safe
def sensitive(request: Visit) -> HttpResponse:
    """The page; `before` in the address asks for older openings."""
    return _page(request, Form({"code": "", "reason": ""}))


@require_POST
def switch(request: Visit) -> HttpResponse:
    """Switch one type on with a reason, or off."""
    values = typed(request.POST, "code", "reason", "on")
    try:
        switch_special(actor=request.user, code=values["code"], on=values["on"] == "1", reason=values["reason"])
    except BadInput as error:
        return _page(request, refused(values, error), status=400)
    return go_to(request, "sensitive", query={"said": "on" if values["on"] == "1" else "off"})


def _page(request: Visit, form: Form, status: int = 200) -> HttpResponse:
    types = special_types(request.user)
    before = request.GET.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) <= 18 else None
    opened, older = readings(actor=request.user, before=number)
    context = {
        "parts": parts_of("sensitive"),
        "types": types,
        "labels": {one.code: one.label for one in types},
        "form": form,
        "readers": [one for one in accounts(request.user) if one.may_see_sensitive and one.is_active],
        "opened": opened,
        "names": names_of_people({row.person_id for row in opened}),
        "older": older,
        "said": {
            "on": _("Switched on. Each fact still needs the consent of its person."),
            "off": _("Switched off. What is sealed neither grows nor opens."),
        }.get(request.GET.get("said", ""), ""),
    }
    return render(request, "privacy/sensitive.html", context, status=status)
