"""Storage periods: how long each kind of data is kept, and what would go today."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tenure.journeys.daily import NAME
from tenure.journeys.keeping.storage_periods import what_would_go
from tenure.kernel import clock
from tenure.kernel.errors import BadInput, InvalidValue
from tenure.privacy.daily_runs import last_finished
from tenure.privacy.rights import Right, require
from tenure.privacy.storage_periods import KINDS, LONGEST_DAYS, SHORTEST_DAYS, set_storage_periods, storage_periods
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to, render
from tenure.web.privacy.parts import parts_of
from tenure.web.visit import Visit


@require_http_methods(["GET", "HEAD", "POST"])
def storage(request: Visit) -> HttpResponse:
    """The periods, and the dry run of what is stored now."""
    require(request.user, Right.MANAGE_PRIVACY)
    if request.method != "POST":
        kept = storage_periods()
        said = _("Saved") if request.GET.get("saved") else ""
        return _page(request, Form({kind: str(kept.get(kind, "")) for kind in KINDS}), said)
    values = typed(request.POST, *KINDS)
    try:
        set_storage_periods(actor=request.user, wanted={kind: _days(kind, text) for kind, text in values.items()})
    except BadInput as error:
        return _page(request, refused(values, error), status=400)
    return go_to(request, "storage", query={"saved": "1"})


def _days(kind: str, text: str) -> int | None:
    plain = "".join(text.split())
    if not plain:
        return None
    if not plain.isascii() or not plain.isdigit() or len(plain) > 6:
        raise InvalidValue("storage_days_wrong", field=kind, value=text[:20], least=SHORTEST_DAYS, most=LONGEST_DAYS)
    return int(plain)


def kind_words() -> dict[str, tuple[str, str]]:
    """Name of each kind of data, and when its days begin."""
    return {
        "people": (
            _("People of clients that are gone"),
            _("days since the client’s last order, talk or first record; erased like at their own request"),
        ),
        "conversations": (_("Talks"), _("days since the conversation; the whole record goes")),
        "consents": (_("Consents that ended"), _("days since the withdrawal or the last day")),
        "readings": (_("Openings of sensitive facts"), _("days since the opening")),
        "proofs": (_("Proofs of erasures"), _("days since the erasure")),
        "interviews": (_("Interviews"), _("days since the talk; name and words go, the figures stay")),
    }


def _page(request: Visit, form: Form, said: str = "", status: int = 200) -> HttpResponse:
    today = clock.today()
    context = {
        "parts": parts_of("storage"),
        "form": form,
        "words": kind_words(),
        "due": {due.kind: due for due in what_would_go(actor=request.user, today=today)},
        "last_run": last_finished(NAME),
        "said": said,
    }
    return render(request, "privacy/storage.html", context, status=status)
