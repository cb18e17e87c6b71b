"""Words of the people and companies blocks: kinds of contact, what a company is to a client, languages."""

from babel import Locale
from django.utils.translation import gettext as _

from tenure.kernel import formats

Choices = list[tuple[str, str]]
# The languages our clients speak most, first; any other two letters are kept as they are.
SPOKEN = tuple("ro ru en uk bg tr de fr it es pl hu el sr cs pt nl he ar zh".split())
ICONS = {
    "phone": "phone", "email": "mail", "whatsapp": "brand-whatsapp", "telegram": "brand-telegram", "viber": "phone-call",
    "linkedin": "brand-linkedin", "social": "users", "site": "world", "address": "map-pin", "other": "message",
}  # fmt: skip
TALK_ICONS = {"call": "phone", "meeting": "users", "visit": "map-pin", "email": "mail", "message": "message"}
# icons: phone mail brand-whatsapp brand-telegram phone-call brand-linkedin users world map-pin message star user-plus
# icons: building building-factory-2 arrow-merge arrows-split-2 equal arrow-back-up hierarchy logout trash pencil plus


def channel_kinds() -> Choices:
    """Kinds of contact, in the order people ask for them."""
    return [
        ("phone", _("Phone")),
        ("email", _("E-mail")),
        ("whatsapp", "WhatsApp"),
        ("telegram", "Telegram"),
        ("viber", "Viber"),
        ("linkedin", "LinkedIn"),
        ("social", _("Social network")),
        ("site", _("Web page")),
        ("address", _("Address")),
        ("other", _("Other")),
    ]


def tie_kinds() -> Choices:
    """What a company is to a client."""
    return [
        ("supplier", _("Supplier")),
        ("substitute", _("Makes a substitute")),
        ("competitor", _("Competitor")),
        ("customer", _("Their client")),
        ("parent", _("Parent company")),
        ("subsidiary", _("Subsidiary")),
        ("partner", _("Partner")),
    ]


def headings_of_ties() -> Choices:
    """The same, as seen from the company: above the clients it is that to."""
    return [
        ("supplier", _("Who buys from them")),
        ("substitute", _("Who buys their substitute")),
        ("competitor", _("With whom they compete")),
        ("customer", _("From whom they buy")),
        ("parent", _("Whom they own")),
        ("subsidiary", _("Who owns them")),
        ("partner", _("With whom they work")),
    ]


def languages(kept: str = "") -> Choices:
    """Languages a person may be spoken to in, by their names in the reader's language; the stored one is among them."""
    codes = (*SPOKEN, *([kept] if kept and kept not in SPOKEN else ()))
    return [("", _("unknown")), *((code, language_name(code)) for code in codes)]


def language_name(code: str) -> str:
    """The name of a language in the reader's language."""
    return Locale(formats.language()).languages.get(code, code)
