"""Codes of ventures in the words of the report."""

from django.utils.translation import gettext as _

STATES = ("untested", "testing", "supported", "refuted", "undecided", "stale")


def state_names() -> dict[str, str]:
    """The state of a hypothesis."""
    return {
        "untested": _("untested"),
        "testing": _("in test"),
        "supported": _("supported"),
        "refuted": _("refuted"),
        "undecided": _("undecided"),
        "stale": _("stale"),
        "parked": _("set aside"),
    }


def state_tones() -> dict[str, str]:
    """How loud each state is."""
    return {"supported": "good", "refuted": "bad", "undecided": "warn", "untested": "muted", "parked": "muted"}


def kind_names() -> dict[str, str]:
    """What is being searched."""
    return {
        "idea": _("an idea"),
        "product": _("a product"),
        "direction": _("a new direction of the company"),
    }


def fit_verdicts() -> dict[str, str]:
    """What is known of the product-market fit."""
    return {
        "fit": _("Product-market fit: yes, by what was asked and ordered."),
        "no_fit": _("Product-market fit: no, by what was asked and ordered."),
        "not_decided": _("Product-market fit: not decided."),
        "no_data": _("Product-market fit: nothing is known yet."),
    }
