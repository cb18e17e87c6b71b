"""What the library's codes are called on its pages."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

# icons: message-2 git-branch shield-question bulb player-play copy archive restore share arrow-up arrow-down trash
Choices = list[tuple[str, str]]


def languages() -> Choices:
    """The languages of the library, each by its own name."""
    return [("en", "English"), ("ru", "Русский"), ("ro", "Română")]


def categories() -> Choices:
    """Kinds of objections."""
    return [
        ("price", _("Price")),
        ("time", _("Time")),
        ("need", _("Need")),
        ("trust", _("Trust")),
        ("rival", _("A rival")),
        ("terms", _("Terms")),
        ("quality", _("Quality")),
        ("authority", _("Not their decision")),
        ("other", _("Other")),
    ]


def step_kinds() -> Choices:
    """What a step does."""
    return [("say", _("say")), ("ask", _("ask"))]


def source_words() -> Mapping[str, str]:
    """Why an objection is expected."""
    return {
        "member": _("noted on the card"),
        "talk": _("came up lately"),
        "segment": _("usual in this segment"),
    }
