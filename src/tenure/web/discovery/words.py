"""Codes of ventures and hypotheses in words."""

from django.utils.translation import gettext as _


def venture_kinds() -> list[tuple[str, str]]:
    """What is being searched."""
    return [
        ("idea", _("an idea")),
        ("product", _("a product")),
        ("direction", _("a new direction of the company")),
    ]


def venture_states() -> dict[str, str]:
    """How a venture stands."""
    return {"active": _("in search"), "paused": _("paused"), "exited": _("given up")}


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


STATE_ICONS = {
    "untested": "circle-dashed",
    "testing": "progress",
    "supported": "circle-check",
    "refuted": "circle-x",
    "undecided": "circle-half-2",
    "stale": "clock-exclamation",
    "parked": "player-pause",
}
# icons: circle-dashed progress circle-check circle-x circle-half-2 clock-exclamation player-pause
