"""By which stages a sale goes, and how many go on from each."""

from django.utils.translation import ngettext

from tenure.discovery.offers.roadmap import Roadmap
from tenure.engine.stages import Passage
from tenure.journeys.venture_report.document import Cell, Part, Table, Words
from tenure.kernel import formats
from tenure.kernel.formats import gettext as _


def roadmap(found: Roadmap) -> list[Part]:
    """The stages with their conversion; while nothing is on record, that."""
    if not found.stages:
        return [Words((_("No sales roadmap is drawn yet."),), "missing")]
    if not found.followed:
        return [
            Words((_("The sales roadmap is drawn; which stages the buyers passed is not on record yet."),), "missing")
        ]
    back = ngettext("%(n)s took all the money back", "%(n)s took all the money back", found.given_back) % {
        "n": formats.number(found.given_back)
    }
    names = [*(Cell(one.name) for one in found.stages), Cell(_("Paid"), back if found.given_back else "")]
    rows = tuple(
        (name, Cell(formats.number(one.reached)), Cell(_went_on(one) if place else "–"))
        for place, (name, one) in enumerate(zip(names, found.passages, strict=True))
    )
    heads = (_("Stage of the sale"), _("Got this far"), _("Went on from the stage before"))
    return [Table(_("Sales roadmap"), heads, (34, 18, 48), rows)]


def _went_on(one: Passage) -> str:
    if one.low is None or one.high is None:
        return "–"
    told = {
        "k": formats.number(one.reached), "n": formats.number(one.of), "low": formats.percent(one.low),
        "high": formats.percent(one.high),
    }  # fmt: skip
    return _("%(k)s of %(n)s (%(low)s to %(high)s in 8 of 10 cases)") % told
