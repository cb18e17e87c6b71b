"""Codes of segments, problems and market sizes in words."""

from django.utils.translation import gettext as _


def problem_states() -> dict[str, str]:
    """Where a problem stands in the backlog."""
    return {"open": _("in the backlog"), "chosen": _("being worked on"), "dropped": _("dropped")}


def carries_words() -> dict[str, str]:
    """Whether a market supports a company and not a living for two."""
    return {
        "yes": _("carries a company even at its low end"),
        "undecided": _("carries a company only if things go well"),
        "no": _("does not carry a company"),
        "unknown": _("unknown"),
    }


def part_words() -> dict[str, str]:
    """The factors of a market, as they are missed."""
    return {
        "accounts": _("how many there are"),
        "reach": _("how many are reached"),
        "prevalence": _("how many have the problem"),
        "willing": _("how many would pay"),
        "price": _("the price"),
        "times": _("purchases a year"),
    }
