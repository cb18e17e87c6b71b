"""Lists to choose from, in the active language."""

from zoneinfo import available_timezones

from babel.numbers import get_currency_name
from django.utils.translation import gettext as _

from tenure.kernel import formats
from tenure.privacy.users import Role
from tenure.privacy.workspace import USUAL_CURRENCIES

Choices = list[tuple[str, str]]


def languages() -> Choices:
    """Each in its own words."""
    return [("en", "English"), ("ru", "Русский"), ("ro", "Română")]


def themes() -> Choices:
    """How the pages look."""
    return [("", _("As in the system")), ("light", _("Light")), ("dark", _("Dark"))]


def roles() -> Choices:
    """Who may do what, in a word each."""
    return [(role, role_name(role)) for role in Role.values]


def role_name(role: str) -> str:
    """The role in words."""
    return {
        Role.SALESPERSON: _("Salesperson"),
        Role.HEAD_OF_SALES: _("Head of sales"),
        Role.ANALYST: _("Analyst"),
        Role.ADMINISTRATOR: _("Administrator"),
    }[Role(role)]


def currencies() -> Choices:
    """The usual ones of our part of the world."""
    locale = formats.LOCALES[formats.language()]
    return [(code, f"{code}, {get_currency_name(code, locale=locale)}") for code in USUAL_CURRENCIES]


def time_zones() -> Choices:
    """Places of the world, without the historical and technical names."""
    parts = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    return [("UTC", "UTC")] + [
        (zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if zone.startswith(parts)
    ]
