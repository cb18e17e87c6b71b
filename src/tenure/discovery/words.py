"""Codes of ventures and hypotheses in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.kernel.formats import number, per_language


def venture_kinds() -> list[tuple[str, str]]:
    """What is being searched."""
    return [
        ("idea", _("an idea")),
        ("product", _("a product")),
        ("direction", _("a new direction of the company")),
    ]


@per_language
def venture_states() -> dict[str, str]:
    """How a venture stands."""
    return {"active": _("in search"), "paused": _("paused"), "exited": _("given up")}


@per_language
def hypothesis_states() -> dict[str, str]:
    """The state of a sticker, as its legend says it."""
    return {
        "untested": _("untested"),
        "testing": _("in test"),
        "supported": _("supported"),
        "refuted": _("refuted"),
        "undecided": _("undecided"),
        "stale": _("stale"),
        "parked": _("set aside"),
    }


def hypothesis_kinds() -> list[tuple[str, str]]:
    """What a hypothesis is about."""
    return [
        ("desirability", _("do they want it")),
        ("feasibility", _("can we do it")),
        ("viability", _("does it pay")),
        ("adaptability", _("does the world allow it")),
    ]


def earlier_rules(count: int) -> str:
    """What stands on every page of a venture until its numbers follow the rules of an update; empty where they do."""
    if not count:
        return ""
    return ngettext(
        "An update changed how evidence counts. %(n)s hypothesis still shows its number by the earlier rules; it is counted "
        "anew by itself.",
        "An update changed how evidence counts. %(n)s hypotheses still show their numbers by the earlier rules; they are "
        "counted anew by themselves.",
        count,
    ) % {"n": number(count)}


def directions() -> list[tuple[str, str]]:
    """Which side of the threshold is good."""
    return [("at_least", _("at least")), ("at_most", _("at most"))]


def evidence_sources() -> dict[str, str]:
    """Where evidence came from."""
    return {
        "note": _("written by hand"),
        "test": _("test"),
        "quote": _("interview"),
        "presale": _("presale"),
        "refund": _("refund"),
        "survey": _("survey"),
        "orders": _("orders"),
        "carried": _("earlier loop"),
    }
