"""Pivots in words: their kinds, what becomes of a hypothesis, the runway."""

from django.utils.translation import gettext as _

from tenure.discovery.gates.runway import Runway
from tenure.kernel import formats


def pivot_kinds() -> list[tuple[str, str]]:
    """The ten kinds (E. Ries)."""
    return [
        ("zoom_in", _("zoom-in: one feature becomes the product")),
        ("zoom_out", _("zoom-out: the product becomes one feature")),
        ("segment", _("customer segment: the same for others")),
        ("need", _("customer need: another problem of the same people")),
        ("platform", _("platform: from an application to a platform, or back")),
        ("architecture", _("business architecture: few dear or many cheap")),
        ("value_capture", _("value capture: who pays, for what")),
        ("engine", _("engine of growth: sticky, viral or paid")),
        ("channel", _("channel: another way to the same people")),
        ("technology", _("technology: the same solution, made otherwise")),
    ]


def fates() -> list[tuple[str, str]]:
    """What becomes of a hypothesis at a pivot."""
    return [
        ("kept", _("kept as it is")),
        ("carried", _("carried over at a weight")),
        ("parked", _("set aside")),
    ]


def runway_words(found: Runway, currency: str) -> list[tuple[str, str]]:
    """The runway as pairs of name and value."""
    rows = []
    if found.pivots is not None:
        rows.append((_("Pivots left"), formats.number(found.pivots)))
    if found.months is not None:
        rows.append((_("Months left"), formats.number(found.months, 1)))
    if found.cash_minor is not None:
        rows.append((_("Cash"), formats.amount(found.cash_minor, currency)))
    if found.loop_minor is not None:
        name = _("Mean cost of a loop") if found.measured else _("Cost of a loop, as planned")
        rows.append((name, formats.estimate(round(found.loop_minor), currency)))
    return rows
