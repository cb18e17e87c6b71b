"""The frame of a page: where one can go, who is here, how it looks for them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.journeys.today.rail_counts import rail_counts
from tenure.kernel import formats
from tenure.privacy.rights import Right, may
from tenure.privacy.users import User
from tenure.privacy.workspace import WorkspaceView
from tenure.web.settings.choices import role_name
from tenure.web.visit import Visit


@dataclass(frozen=True)
class Place:
    """One link of the rail; `key` is the letter after G."""

    name: str
    icon: str
    label: str
    address: str
    key: str = ""


Counts = dict[str, str]


@dataclass(frozen=True)
class Shell:
    """What the frame shows. `user_name` is empty when nobody is signed in."""

    user_name: str
    user_email: str
    role: str
    language: str
    theme: str
    single_keys: bool
    current: str
    work: tuple[Place, ...]
    search: tuple[Place, ...]
    data: tuple[Place, ...]
    may_find: bool
    # Asked for by whole pages only: a fragment shows no rail and pays for no counts.
    counts: Callable[[], Counts] = dict

    @property
    def places(self) -> tuple[Place, ...]:
        """Every link of the rail in its order."""
        return self.work + self.search + self.data


def shell_of(request: HttpRequest) -> Shell:
    """The frame for this visitor and this address."""
    user = request.user
    if not user.is_authenticated:
        return nobody(formats.language(), theme_of(request))
    return Shell(
        user_name=user.name,
        user_email=user.email,
        role=role_name(user.role),
        language=formats.language(),
        theme=theme_of(request),
        single_keys=user.single_keys,
        current=_current(request.path),
        work=_work(),
        search=_search(),
        data=_data(user),
        may_find=True,
        counts=partial(_counts, user, cast("Visit", request).workspace),
    )


def _counts(user: User, workspace: WorkspaceView) -> Counts:
    """What stands beside the links, by their names; nothing beside a link where there is nothing."""
    found = rail_counts(user, workspace)
    silent = ngettext("%(n)s silent", "%(n)s silent", found.silent) % {"n": formats.number(found.silent)}
    return {
        "today": formats.number(found.today) if found.today else "",
        "base": silent if found.silent else "",
        "clients": formats.number(found.clients) if found.clients else "",
    }


def nobody(language: str, theme: str = "") -> Shell:
    """The frame without a person."""
    return Shell("", "", "", language, theme, False, "", (), (), (), False)


def theme_of(request: HttpRequest) -> str:
    """light, dark or empty for the system's choice: this browser's last choice, else the account's."""
    chosen = request.COOKIES.get("theme", "") or getattr(request.user, "theme", "")
    return chosen if chosen in {"light", "dark"} else ""


def _work() -> tuple[Place, ...]:
    return _open(
        ("today", "list-check", _("Today"), "t"),
        ("base", "chart-treemap", _("Base"), "b"),
        ("clients", "building-store", _("Clients"), "c"),
        ("scripts", "message-2", _("Scripts"), "l"),
    )


def _search() -> tuple[Place, ...]:
    return _open(("ventures", "compass", _("Discovery"), "d"))


def _data(user: User) -> tuple[Place, ...]:
    places = []
    if may(user, Right.WORK_WITH_CLIENTS):
        places.append(("visit", "map-pin", _("Field visit"), "v"))
    if may(user, Right.IMPORT_ORDERS):
        places.append(("imports", "file-import", _("Import"), "i"))
    if may(user, Right.MANAGE_PRIVACY):
        places.append(("privacy", "shield-lock", _("Privacy"), "y"))
    places.append(("settings", "settings", _("Settings"), "s"))
    if may(user, Right.MANAGE_USERS):
        places.append(("users", "users", _("Users"), "u"))
    if may(user, Right.SEE_AUDIT):
        places.append(("audit", "history", _("Audit log"), "a"))
    return _open(*places)


def _open(*places: tuple[str, str, str, str]) -> tuple[Place, ...]:
    """Name, icon, label and key of each with its address."""
    return tuple(Place(name, icon, label, reverse(name), key) for name, icon, label, key in places)


def _current(path: str) -> str:
    """Name of the link the address belongs to; a client's own page belongs to Clients."""
    if path == "/":
        return "today"
    for prefix, name in PREFIXES:
        if path.startswith(prefix):
            return name
    return ""


# The longest address first: users and audit live under settings.
PREFIXES = (
    ("/occasions/", "today"),
    ("/settings/users", "users"),
    ("/settings/audit", "audit"),
    ("/settings/", "settings"),
    ("/base/", "base"),
    ("/visit/", "visit"),
    ("/clients/", "clients"),
    ("/people/", "clients"),
    ("/companies/", "clients"),
    ("/scripts/", "scripts"),
    ("/objections/", "scripts"),
    ("/techniques/", "scripts"),
    ("/import/", "imports"),
    ("/ventures/", "ventures"),
    ("/hypotheses/", "ventures"),
    ("/evidence/", "ventures"),
    ("/tests/", "ventures"),
    ("/observations/", "ventures"),
    ("/interviews/", "ventures"),
    ("/problems/", "ventures"),
    ("/segments/", "ventures"),
    ("/privacy/", "privacy"),
)
# icons: compass list-check chart-treemap building-store message-2 file-import settings users history shield-lock
