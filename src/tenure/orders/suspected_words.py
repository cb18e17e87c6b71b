"""The words for amounts in doubt, for every door."""

from django.utils.translation import gettext as _

from tenure.orders.suspected import Kind


def suspicion_words() -> dict[str, str]:
    """What is suspected of an amount."""
    return {"thousandfold": _("a thousand times the usual"), "lost_decimal": _("decimal mark lost")}


def settling_words() -> dict[str, str]:
    """What a person can say of it."""
    return {
        Kind.DIVIDED: _("Divide by 1000"),
        Kind.WRITTEN: _("Write the right amount"),
        Kind.RIGHT: _("Right as it stands"),
    }
