"""Steps of ventures taken out as files and in again."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """Actions in words."""
    return {
        "export_venture": _("Venture taken out as a file"),
        "print_venture_report": _("Report of the venture printed"),
        "take_in_venture": _("Venture taken in from a file"),
    }


def subjects() -> dict[str, str]:
    """Kinds of records in words: none of its own."""
    return {}
