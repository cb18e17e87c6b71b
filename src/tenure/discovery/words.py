"""Codes of ventures and hypotheses in words."""

from django.utils.translation import gettext as _

from tenure.kernel.formats import per_language


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
