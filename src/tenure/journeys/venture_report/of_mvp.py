"""The versions of each product: who would use them as they are, what was asked for, and what they took."""

from collections.abc import Sequence

from tenure.discovery.offers.mvp import Version
from tenure.journeys.venture_report.document import Cell, Part, Table
from tenure.kernel import formats
from tenure.kernel.formats import gettext as _


def mvp(versions: Sequence[Version], currency: str) -> list[Part]:
    """One line a version; nothing where there is none."""
    if not versions:
        return []
    rows = tuple(
        (
            Cell(_("%(product)s, version %(number)s") % {"product": one.product, "number": formats.number(one.number)},
                 _("ready on %(day)s") % {"day": formats.day(one.ready_on)}),
            Cell(_would(one)),
            Cell(formats.number(len(one.asked())) if one.would.n else "–", figure=True),
            Cell(formats.duration(one.minutes) if one.minutes else "–"),
            Cell(formats.amount(one.money_minor, currency) if one.money_minor else "–", figure=True),
        )
        for one in versions
    )  # fmt: skip
    heads = (_("Version"), _("Would use it as it is"), _("Changes asked for"), _("Hours"), _("Money"))
    return [Table(_("MVP versions"), heads, (32, 32, 14, 11, 11), rows)]


def _would(one: Version) -> str:
    if not one.would.n:
        return _("shown to nobody yet")
    return _("%(k)s of %(n)s (%(low)s to %(high)s in 8 of 10 cases)") % {
        "k": formats.number(one.would.k), "n": formats.number(one.would.n), "low": formats.percent(one.would.low),
        "high": formats.percent(one.would.high),
    }  # fmt: skip
