"""Conversations in words and pictures."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

# icons: phone users map-pin mail message phone-check phone-off thumb-up hourglass circle-x bell-pause trending-down
# icons: check x bulb note package arrow-back-up clock-check
KIND_ICONS = {"call": "phone", "meeting": "users", "visit": "map-pin", "email": "mail", "message": "message"}
OUTCOME_ICONS = {
    "reached": "phone-check",
    "no_answer": "phone-off",
    "thinking": "hourglass",
    "agreed": "thumb-up",
    "refused": "circle-x",
}


def kinds() -> dict[str, str]:
    """Kinds of conversations, by code."""
    return {
        "call": pgettext("kind of talk", "Call"),
        "meeting": _("Meeting"),
        "visit": _("Visit"),
        "email": _("E-mail"),
        "message": _("Message"),
    }


def outcomes() -> dict[str, str]:
    """How it went, by code, the usual first."""
    return {
        "reached": _("Talked"),
        "no_answer": _("No answer"),
        "thinking": _("Thinking"),
        "agreed": _("Agreed"),
        "refused": _("Refused"),
    }


def readiness() -> dict[str, str]:
    """When the client plans to buy, by code, as buttons say it."""
    return {
        "now": _("Now"),
        "month": _("Within a month"),
        "quarter": _("In three months"),
        "year": _("Within a year"),
        "later": _("Later"),
        "never": _("Not at all"),
    }


def attitudes() -> dict[int, str]:
    """The five attitudes in words."""
    return {
        -2: _("against us"),
        -1: _("leans away"),
        0: _("neutral"),
        1: _("leans to us"),
        2: _("for us"),
    }


def ends_of_answers() -> dict[str, str]:
    """What became of an answer to an objection; the empty one: the objection did not come up."""
    return {"": _("Did not come up"), "yes": _("Helped"), "no": _("Did not help"), "open": _("Not known yet")}


def channels() -> dict[str, str]:
    """Ways to reach a person, by code."""
    return {
        "phone": _("Phone"),
        "email": _("E-mail"),
        "whatsapp": "WhatsApp",
        "telegram": "Telegram",
        "viber": "Viber",
        "linkedin": "LinkedIn",
        "social": _("Social network"),
        "other": _("Another way"),
    }
