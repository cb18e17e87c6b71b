"""The consents of one person: recorded, withdrawn, all of them to be seen."""

from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenure.clients.fact_catalogue import fact_kinds
from tenure.clients.people.consent_words import bases, basis_name, purpose_name, purposes
from tenure.clients.people.consents import consents_of_person, record_consent, withdraw_consent
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, InvalidValue
from tenure.privacy.rights import Right, may
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to, is_htmx, render, say
from tenure.web.visit import Visit

FIELDS = ("purpose", "basis", "proof", "given_on", "expires_on")


@require_http_methods(["GET", "HEAD", "POST"])
def consents(request: Visit, person_id: int) -> HttpResponse:
    """What is recorded on a person, and recording more."""
    today = clock.today()
    if request.method != "POST":
        start = {"purpose": request.GET.get("purpose", "")[:80], "basis": "consent", "given_on": today.isoformat()}
        return _page(request, person_id, Form(dict.fromkeys(FIELDS, "") | start))
    values = typed(request.POST, *FIELDS)
    try:
        record_consent(
            actor=request.user,
            person_id=person_id,
            purpose=values["purpose"],
            basis=values["basis"],
            proof=values["proof"],
            given_on=_day("given_on", values["given_on"]) or today,
            expires_on=_day("expires_on", values["expires_on"]),
            today=today,
        )
    except BadInput as error:
        return _page(request, person_id, refused(values, error), status=422)
    if not is_htmx(request):
        return go_to(request, "consents", person_id=person_id)
    start = dict.fromkeys(FIELDS, "") | {"basis": "consent", "given_on": today.isoformat()}
    return say(_page(request, person_id, Form(start)), _("Consent recorded"))


@require_POST
def withdraw(request: Visit, consent_id: int) -> HttpResponse:
    """The person has taken a consent back."""
    today = clock.today()
    withdrawn = withdraw_consent(actor=request.user, consent_id=consent_id, today=today)
    if not is_htmx(request):
        return go_to(request, "consents", person_id=withdrawn.person_id)
    start = dict.fromkeys(FIELDS, "") | {"basis": "consent", "given_on": today.isoformat()}
    return say(_page(request, withdrawn.person_id, Form(start)), _("Consent withdrawn"))


def _day(field: str, text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidValue("consent_day_wrong", field=field, value=text.strip()[:20]) from None


def _page(request: Visit, person_id: int, form: Form, status: int = 200) -> HttpResponse:
    person = consents_of_person(
        actor=request.user, person_id=person_id, today=clock.today()
    )  # fmt: skip
    kinds = fact_kinds()
    context = {
        "person": person,
        "form": form,
        "purposes": purposes(kinds),
        "bases": bases(),
        "purpose_name": lambda purpose: purpose_name(purpose, kinds),
        "basis_name": basis_name,
        "may_work": may(request.user, Right.WORK_WITH_CLIENTS),
    }
    template = "privacy/_consents.html" if is_htmx(request) else "privacy/consents.html"
    return render(request, template, context, status=status)
