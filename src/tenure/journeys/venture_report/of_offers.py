"""What was sold before it was built, and whether the product fits: from presales and the board of the fit."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenure.discovery.fit.board import FitBoard
from tenure.journeys.venture_report.document import Section
from tenure.journeys.venture_report.words import fit_verdicts
from tenure.kernel import formats


def offers(board: FitBoard, currency: str) -> Section:
    """Money in advance, refunds, and the product-market fit with its doubt."""
    return Section("offers", _("What they paid, and whether it fits"), (*_money(board, currency), *_fit(board)))


def _money(board: FitBoard, currency: str) -> tuple[str, ...]:
    sums = board.sales
    if not sums.buyers:
        return (_("Nobody has paid in advance yet."),)
    lines = [
        ngettext(
            "%(n)s buyer paid %(money)s in advance; %(strangers)s of them came as strangers.",
            "%(n)s buyers paid %(money)s in advance; %(strangers)s of them came as strangers.",
            sums.buyers,
        )
        % {
            "n": formats.number(sums.buyers),
            "money": formats.money(sums.paid_minor, currency),
            "strangers": formats.number(sums.strangers),
        }
    ]
    if sums.back_minor:
        lines.append(
            _("%(money)s was given back, %(share)s of what was paid.")
            % {
                "money": formats.money(sums.back_minor, currency),
                "share": formats.percent(sums.refund_share or 0),
            }
        )
    return tuple(lines)


def _fit(board: FitBoard) -> tuple[str, ...]:
    lines = [fit_verdicts()[board.verdict]]
    ellis = board.ellis
    if ellis and ellis.decides.found:
        found = ellis.decides
        lines.append(
            _(
                "%(very)s of %(n)s would be very disappointed without it (Ellis): %(low)s to %(high)s; at least %(mark)s with "
                "probability %(p)s."
            )
            % {
                "very": formats.number(found.very),
                "n": formats.number(found.used),
                "low": formats.percent(ellis.decides.found.low),
                "high": formats.percent(ellis.decides.found.high),
                "mark": formats.percent(board.choices.ellis_mark),
                "p": formats.percent(ellis.decides.found.chance),
            }
        )
    if board.nps and board.nps_answers:
        lines.append(
            _("NPS %(nps)s ± %(error)s from %(n)s answers.")
            % {
                "nps": formats.signed(board.nps.score),
                "error": formats.number(1.96 * board.nps.se),
                "n": formats.number(board.nps_answers),
            }
        )
    return tuple(lines)
