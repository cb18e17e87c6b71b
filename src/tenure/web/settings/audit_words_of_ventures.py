"""The log's codes of ventures in words, by area."""

from django.utils.translation import gettext as _

Choices = list[tuple[str, str]]


def of_ventures() -> Choices:
    """Every action a writer of ventures records."""
    return [
        *_of_files(),
    ]


def _of_files() -> Choices:
    return [
        ("export_venture", _("Venture taken out as a file")),
        ("take_in_venture", _("Venture taken in from a file")),
    ]


def venture_subjects() -> Choices:
    """What the records of ventures are called."""
    return [
        ("venture", _("venture")),
    ]


def venture_details() -> dict[str, str]:
    """What a row about a venture tells."""
    return {
        "venture": _("venture"),
        "people": _("with people"),
    }
