"""The parts of Privacy, as links above each of its pages."""

from django.urls import reverse
from django.utils.translation import gettext as _

from tenure.web.settings.sections import Section


def parts_of(current: str) -> tuple[Section, ...]:
    """Requests, sensitive facts, storage periods."""
    offered = [
        ("privacy", _("Requests")),
        ("sensitive", _("Sensitive facts")),
        ("storage", _("Storage periods")),
    ]
    return tuple(Section(label, reverse(name), name == current) for name, label in offered)
