"""What is offered, who paid before it was built, and which prices were found; then the fit (`of_fit`)."""

from collections.abc import Sequence

from django.utils.translation import ngettext

from tenure.discovery.fit.conditions import Conditions
from tenure.discovery.offers.mvp import Version
from tenure.discovery.offers.presales import PresaleSums
from tenure.discovery.offers.products import ProductView
from tenure.discovery.offers.roadmap import Roadmap
from tenure.discovery.surveys.prices import PriceStudy
from tenure.discovery.surveys.words import kind_words
from tenure.journeys.venture_report.document import Cell, Part, Section, Table, Words
from tenure.journeys.venture_report.of_fit import fit
from tenure.journeys.venture_report.of_mvp import mvp
from tenure.journeys.venture_report.of_roadmap import roadmap
from tenure.kernel import formats
from tenure.kernel.formats import gettext as _


def offers(
    products: Sequence[ProductView], versions: Sequence[Version], conditions: Conditions, road: Roadmap,
    studies: Sequence[PriceStudy], currency: str,
) -> Section:  # fmt: skip
    """The section; each missing part says so."""
    sales = conditions.board.sales
    parts = [_products(products, currency), *mvp(versions, currency), _money(sales, currency), *roadmap(road)]
    parts += [_prices(studies, currency), *fit(conditions, currency)]
    return Section("offers", _("Offers, presales, prices and fit"), tuple(parts))


def _products(products: Sequence[ProductView], currency: str) -> Part:
    if not products:
        return Words((_("No product or service is described yet."),), "missing")
    rows = tuple(
        (
            Cell(one.name, one.description, strong=True),
            Cell(formats.amount(one.price_minor, currency) if one.price_minor is not None else _("no price yet")),
            Cell(", ".join(solution.segment for solution in one.solutions) or _("the same for all")),
        )
        for one in products
    )
    return Table("", (_("Offer"), _("Price"), _("Fitted for")), (58, 14, 28), rows)


def _money(sums: PresaleSums, currency: str) -> Part:
    if not sums.buyers:
        agreed = ngettext("%(n)s has agreed to.", "%(n)s have agreed to.", sums.agreed) % {
            "n": formats.number(sums.agreed)
        }
        nobody = _("Nobody has paid in advance yet.")
        lines = [nobody, agreed] if sums.agreed else [nobody]
        return Words((" ".join([*lines, *_shares(sums)]),), "missing")
    told = {
        "n": formats.number(sums.buyers), "money": formats.amount(sums.paid_minor, currency),
        "strangers": formats.number(sums.strangers),
    }  # fmt: skip
    lines = [
        ngettext(
            "%(n)s buyer has paid in advance and kept to it; not a friend: %(strangers)s.",
            "%(n)s buyers have paid in advance and kept to it; not friends: %(strangers)s.",
            sums.buyers,
        )
        % told,
        _("Paid in all: %(money)s.") % told,
    ]
    if sums.back_minor:
        back = {
            "money": formats.amount(sums.back_minor, currency), "share": formats.percent(sums.refund_share or 0)
        }  # fmt: skip
        lines.append(_("Given back: %(money)s, %(share)s of what was paid.") % back)
    else:
        lines.append(_("Nothing was given back."))
    lines.append(
        _("Paid again: %(again)s; sold without a founder: %(others)s.")
        % {"again": formats.number(sums.repeat), "others": formats.number(sums.without_founder)}
    )
    return Words((" ".join([*lines, *_shares(sums)]),), "lead")


def _shares(sums: PresaleSums) -> list[str]:
    """Of whom money was asked and who took it back, with their intervals."""
    said = (
        (_("Paid, of those asked: %(k)s of %(n)s (%(low)s to %(high)s in 8 of 10 cases)."), sums.asked),
        (
            _("Took money back, of those served: %(k)s of %(n)s (%(low)s to %(high)s in 8 of 10 cases)."),
            sums.served,
        ),
    )
    return [
        text % {
            "k": formats.number(one.k), "n": formats.number(one.n), "low": formats.percent(one.low),
            "high": formats.percent(one.high),
        }
        for text, one in said
        if one.n
    ]  # fmt: skip


def _prices(studies: Sequence[PriceStudy], currency: str) -> Part:
    rows = tuple(row for one in studies for row in _price(one, currency))
    if not rows:
        return Words((_("No price has been studied yet."),), "missing")
    heads = (_("Price study"), _("Answers"), _("Found"))
    return Table("", heads, (34, 12, 54), rows)


def _price(study: PriceStudy, currency: str) -> list[tuple[Cell, ...]]:
    found, name = study.result, Cell(study.survey, kind_words()[study.result.question.kind])
    if found.westendorp is not None:
        w = found.westendorp
        text = _("Acceptable: %(low)s to %(high)s.") % {
            "low": formats.price(w.points.pmc, currency), "high": formats.price(w.points.pme, currency),
        }  # fmt: skip
        least = _("Least resistance at %(price)s (%(low)s to %(high)s in 8 of 10 cases).") % {
            "price": formats.price(w.points.opp, currency), "low": _price_of(w.low.opp), "high": _price_of(w.high.opp),
        } if w.sound else _("Fewer than ten respondents do not tell how sure that is.")  # fmt: skip
        stated = _("Stated, not paid: confirm by a presale.")
        return [(name, Cell(formats.number(w.kept)), Cell(text, f"{least} {stated}"))]
    if found.gabor is not None:
        best = found.gabor.profit if found.question.unit_cost else found.gabor.revenue
        if best is None:
            level = _("Buying does not fall with the price yet: ask higher prices.")
            return [(name, Cell(formats.number(found.gabor.kept)), Cell(level))]
        if not found.gabor.was_asked(best[1]):
            outside = (
                _("Most profit lies outside the prices asked: ask others.")
                if found.question.unit_cost
                else _("Most income lies outside the prices asked: ask others.")
            )
            return [(name, Cell(formats.number(found.gabor.kept)), Cell(outside))]
        most = (_("Most profit at %(price)s") if found.question.unit_cost else _("Most income at %(price)s")) % {
            "price": formats.price(best[1], currency)
        }
        doubt = _("(%(low)s–%(high)s in 8 of 10 cases).") % {"low": _price_of(best[0]), "high": _price_of(best[2])}
        if not found.gabor.sound:
            doubt = _("Fewer than ten respondents do not tell how sure that is.")
        stated = _("Stated, not paid: confirm by a presale.")
        return [(name, Cell(formats.number(found.gabor.kept)), Cell(f"{most} {doubt}", stated))]
    return [(name, Cell(formats.number(found.n)), Cell(_("too few answers in order")))]


def _price_of(value: float) -> str:
    return formats.number(value, 2)
