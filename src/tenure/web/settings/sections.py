"""The sections of Settings this person may open."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from tenure.privacy.rights import Right, may
from tenure.web.visit import Visit


@dataclass(frozen=True)
class Section:
    """One link above the page."""

    label: str
    address: str
    current: bool


def sections_of(request: Visit, current: str) -> tuple[Section, ...]:
    """Own settings for everyone; company, users and audit log by right. A single section needs no links."""
    offered = [
        ("settings", _("Own settings"), None),
        ("company", _("Company"), Right.MANAGE_WORKSPACE),
        ("fact_catalogue", _("Fact catalogue"), Right.MANAGE_FACT_CATALOGUE),
        ("users", _("Users"), Right.MANAGE_USERS),
        ("audit", _("Audit log"), Right.SEE_AUDIT),
    ]
    shown = tuple(
        Section(label, reverse(name), name == current)
        for name, label, right in offered
        if right is None or may(request.user, right)
    )
    return shown if len(shown) > 1 else ()
