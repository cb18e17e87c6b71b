"""Names of classes, states and filters in the reader's language."""

from django.utils.translation import gettext as _


def choices() -> dict[str, dict[str, str]]:
    """Every choice of the list's filters with its name, in the order shown."""
    return {
        "abc": {"A": _("A"), "B": _("B"), "C": _("C"), "none": _("no class")},
        "xyz": {"X": _("X"), "Y": _("Y"), "Z": _("Z"), "none": _("no class")},
        "state": {
            "silent": _("Silent"),
            "left": _("Silent, probably gone"),
            "falling": _("Falling volume"),
            "due": _("Due to order"),
        },
        "status": statuses(),
        "rfm": {
            "best": _("Best: recent and often"),
            "loyal": _("Loyal: often, not so recent"),
            "growing": _("Growing: recent, sometimes"),
            "new": _("New: recent, first orders"),
            "cooling": _("Cooling: some time ago"),
            "at_risk": _("At risk: often, long ago"),
            "past": _("Past: seldom, long ago"),
        },
        "sort": {
            "value": _("Value, next 12 months"),
            "silence": _("Longest silent"),
            "last_order": _("Latest order"),
            "name": _("Name"),
        },
    }


def statuses() -> dict[str, str]:
    """Whether the history is long enough for a verdict, and why not."""
    return {
        "ok": _("Rhythm known"),
        "one_order": _("One order so far"),
        "two_orders": _("Two orders so far"),
        "short_history": _("Short history"),
        "no_orders": _("No orders yet"),
    }


def not_enough(status: str) -> str:
    """Why there is no verdict about silence yet, and what will decide it."""
    return {
        "one_order": _(
            "Not enough yet: one day with orders. A rhythm needs three; it will be computed after the next ones."
        ),
        "two_orders": _(
            "Not enough yet: two days with orders. A rhythm needs three; it will be computed after the next one."
        ),
        "short_history": _(
            "Not enough yet: the orders lie too close together to show a rhythm. More time between them will decide."
        ),
        "no_orders": _("No orders yet. Everything about the rhythm begins with the first one."),
    }.get(status, "")


def regular(letter: str, regularity: str) -> str:
    """What X, Y and Z mean, in one or two words."""
    if regularity == "frequency":
        return {"X": _("often"), "Y": _("sometimes"), "Z": _("rarely"), "": _("unknown")}[letter]
    return {"X": _("steady"), "Y": _("varies"), "Z": _("uneven"), "": _("unknown")}[letter]
