"""What everyone chooses for themselves: language, look, keys, working day, password."""

from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenure.agenda.calendar_feed import feed_of
from tenure.kernel.errors import BadInput, InvalidValue
from tenure.privacy.users import OwnSettings, change_own_password, change_own_settings
from tenure.web.form import Form, refused, typed
from tenure.web.page import go_to, render
from tenure.web.settings.choices import languages, themes
from tenure.web.settings.sections import sections_of
from tenure.web.visit import Visit

FIELDS = ("name", "language", "theme", "single_keys", "day_minutes", "visit_every_days")


@require_safe
def own_settings(request: Visit) -> HttpResponse:
    """The page."""
    return _page(request, _stored(request), Form({"current": "", "password": "", "repeat": ""}), _said(request))


def own_page(request: Visit, *, calendar_address: str = "") -> HttpResponse:
    """The page as it stands, with the calendar's new address when one was just made."""
    empty = Form({"current": "", "password": "", "repeat": ""})
    return _page(request, _stored(request), empty, calendar_address=calendar_address)


def _said(request: Visit) -> str:
    return {
        "settings": _("Saved"),
        "password": _("The new password holds from now on; other sessions have ended."),
        "calendar": _("The calendar’s address leads nowhere from now on."),
    }.get(request.GET.get("saved", ""), "")


def _stored(request: Visit) -> Form:
    user = request.user
    keys = "on" if user.single_keys else ""
    visits = str(user.visit_every_days or "")
    values = (user.name, user.language, user.theme, keys, str(user.day_minutes), visits)
    return Form(dict(zip(FIELDS, values, strict=True)))


def _page(
    request: Visit, own: Form, password: Form, said: str = "", status: int = 200, calendar_address: str = ""
) -> HttpResponse:
    context = {
        "sections": sections_of(request, "settings"),
        "own": own,
        "password": password,
        "languages": languages(),
        "themes": themes(),
        "said": said,
        "feed": feed_of(request.user),
        "calendar_address": calendar_address,
    }
    return render(request, "settings/own.html", context, status=status)


@require_POST
def save_own_settings(request: Visit) -> HttpResponse:
    """Language, look, keys, day."""
    values = typed(request.POST, *FIELDS)
    minutes, visits = _whole(values["day_minutes"]), _whole(values["visit_every_days"])
    wanted = OwnSettings(
        name=values["name"],
        language=values["language"],
        theme=values["theme"],
        single_keys=values["single_keys"] == "on",
        day_minutes=minutes,
        visit_every_days=visits if values["visit_every_days"].strip() else None,
    )
    try:
        if visits == -1 and wanted.visit_every_days is not None:
            raise InvalidValue("visit_days_wrong", field="visit_every_days", value=values["visit_every_days"][:12])
        if wanted.day_minutes == -1:
            raise InvalidValue("day_minutes_wrong", field="day_minutes", value=values["day_minutes"][:12])
        change_own_settings(actor=request.user, wanted=wanted)
    except BadInput as error:
        return _page(request, refused(values, error), Form({"current": "", "password": "", "repeat": ""}), status=400)
    response = go_to(request, "settings", query={"saved": "settings"})
    # The account's look counts from now on, in place of this browser's last choice.
    response.delete_cookie("theme")
    return response


def _whole(text: str) -> int:
    """A whole number as typed; -1 for what is none."""
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 6 else -1


@require_POST
def save_own_password(request: Visit) -> HttpResponse:
    """Another password; this session goes on, the others end."""
    values = typed(request.POST, "current", "password", "repeat")
    try:
        if values["password"] != values["repeat"]:
            raise InvalidValue("password_repeat_differs", field="repeat")
        change_own_password(actor=request.user, current=values["current"], password=values["password"])
    except BadInput as error:
        empty = dict.fromkeys(values, "")
        return _page(request, _stored(request), refused(empty, error), status=400)
    update_session_auth_hash(request, request.user)
    return go_to(request, "settings", query={"saved": "password"})
