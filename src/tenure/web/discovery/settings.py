"""What a venture is given, who is in it, pausing it and giving it up."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenure.clients.typed_numbers import money_in_field
from tenure.discovery.files.export import may_take_people
from tenure.discovery.ventures.frame import frame_of
from tenure.discovery.ventures.members import hand_over, let_in, members_of, shut_out
from tenure.discovery.ventures.settings import (
    MONEY,
    VentureSettings,
    change_venture,
    checked_settings,
    exit_venture,
    pause_venture,
    settings_of,
)
from tenure.discovery.words import venture_kinds
from tenure.kernel.errors import BadInput, Conflict, Wrongs
from tenure.web.discovery.frame import frame_to_change, venture_page
from tenure.web.discovery.reading import amount, version, whole
from tenure.web.form import Form, refused, typed
from tenure.web.form_values import day_or_none, id_or_none
from tenure.web.page import go_to
from tenure.web.visit import Visit

FIELDS = ("name", "kind", "vision", "loop_days", "cash_on", *MONEY)


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: Visit, venture_id: int) -> HttpResponse:
    """The settings, the members, the end."""
    frame_to_change(request, venture_id)
    currency = request.workspace.currency
    stored, now = settings_of(actor=request.user, venture_id=venture_id)
    form, status = Form(_fields(stored, currency)), 200
    if request.method == "POST":
        values = typed(request.POST, *FIELDS)
        try:
            wanted = _read(values, currency)
            given = version(request.POST.get("version", ""))
            change_venture(actor=request.user, venture_id=venture_id, wanted=wanted, version=given)
        except Conflict:
            text = _("Somebody changed these settings meanwhile. Your text is kept: compare and save again.")
            form, status = Form(values, "", text), 409
        except BadInput as error:
            form, status = refused(values, error), 422
        else:
            return go_to(request, "venture_settings", venture_id=venture_id, query={"said": "saved"})
    return _page(request, venture_id, form, Form({"reason": ""}), now, status)


def _page(request: Visit, venture_id: int, form: Form, leaving: Form, now: int, status: int) -> HttpResponse:
    frame = frame_of(actor=request.user, venture_id=venture_id)
    context = {
        "form": form,
        "leaving": leaving,
        "version": now,
        "kinds": venture_kinds(),
        "people": members_of(actor=request.user, venture_id=venture_id),
        "takes_people": may_take_people(actor=request.user, venture_id=venture_id),
        "said": _("Saved") if request.GET.get("said") == "saved" else "",
    }
    return venture_page(
        request, "discovery/ventures/settings.html", frame, context, here="venture_settings", status=status
    )


@require_POST
def members(request: Visit, venture_id: int) -> HttpResponse:
    """Let in, change a right, shut out, hand over."""
    frame_to_change(request, venture_id)
    values = typed(request.POST, "user", "what")
    user_id = id_or_none(values["user"]) or 0
    if values["what"] == "shut_out":
        shut_out(actor=request.user, venture_id=venture_id, user_id=user_id)
    elif values["what"] == "hand_over":
        hand_over(actor=request.user, venture_id=venture_id, user_id=user_id)
    else:
        work = values["what"] != "may_read"
        let_in(actor=request.user, venture_id=venture_id, user_id=user_id, may_work=work)
    return go_to(request, "venture_settings", venture_id=venture_id)


@require_POST
def state(request: Visit, venture_id: int) -> HttpResponse:
    """Pause, take up again, give up with a reason."""
    frame_to_change(request, venture_id)
    values = typed(request.POST, "what", "reason")
    try:
        if values["what"] == "exit":
            exit_venture(actor=request.user, venture_id=venture_id, reason=values["reason"])
        else:
            paused = values["what"] == "pause"
            pause_venture(actor=request.user, venture_id=venture_id, paused=paused, reason=values["reason"])
    except BadInput as error:
        stored, now = settings_of(actor=request.user, venture_id=venture_id)
        form = Form(_fields(stored, request.workspace.currency))
        return _page(request, venture_id, form, refused(values, error), now, 422)
    return go_to(request, "venture_settings", venture_id=venture_id)


def _fields(stored: VentureSettings, currency: str) -> dict[str, str]:
    money = {field: money_in_field(getattr(stored, field), currency) for field in MONEY}
    day = stored.cash_on.isoformat() if stored.cash_on else ""
    return {
        "name": stored.name, "kind": stored.kind, "vision": stored.vision, "loop_days": str(stored.loop_days),
        "cash_on": day, **money,
    }  # fmt: skip


def _read(values: dict[str, str], currency: str) -> VentureSettings:
    """The typed settings. Raises InvalidValue naming every field that cannot be read or stored."""
    wrongs = Wrongs()
    money = {field: wrongs.got(amount, values[field], field, currency) for field in MONEY}
    days = wrongs.got(whole, values["loop_days"], "loop_days", 28)
    wanted = VentureSettings(
        name=values["name"], kind=values["kind"], vision=values["vision"], loop_days=28 if days is None else days,
        cash_on=wrongs.got(day_or_none, values["cash_on"], "cash_on"), **money,
    )  # fmt: skip
    wrongs.got(checked_settings, wanted)
    wrongs.tell()
    return wanted
