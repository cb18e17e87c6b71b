"""Whether the product fits its market: the same conditions as on the board of the fit, then every measure with its verdict."""

from django.utils.translation import ngettext

from tenure.discovery.fit.board import EllisBoard, FitBoard
from tenure.discovery.fit.conditions import Condition, Conditions
from tenure.discovery.fit.words import condition_titles, condition_words, part_names, part_words, verdict_words
from tenure.discovery.gates.finding import MISSING
from tenure.journeys.venture_report.document import Cell, Figure, Part, Table
from tenure.kernel import formats
from tenure.kernel.formats import gettext as _


def fit(found: Conditions, currency: str) -> list[Part]:
    """The conditions, then the measures they rest on."""
    return [_conditions(found, currency), _measures(found.board)]


def fit_figure(found: Conditions) -> Figure:
    """How many of the conditions are proven: nothing less than all of them is a fit."""
    every, proven = len(found.rows), found.proven
    against = any(row.state == MISSING for row in found.rows)
    tone = "good" if proven == every else "bad" if against else "warn"
    value = _("%(n)s of %(all)s") % {"n": formats.number(proven), "all": formats.number(every)}
    return Figure(_("Product-market fit"), value, _("conditions proven"), tone)


def plain_tone(tone: str) -> str:
    return tone if tone in ("good", "bad", "warn") else "muted"


def _conditions(found: Conditions, currency: str) -> Part:
    titles, words = condition_titles(), condition_words()
    told = {"n": formats.number(found.proven), "all": formats.number(len(found.rows))}
    title = _("Conditions of the fit") + ", " + _("proven: %(n)s of %(all)s") % told
    rows = tuple(
        (
            Cell(titles[row.code], strong=True),
            Cell(_behind(found.board, row, currency)),
            Cell(words[row.state][0], tone=plain_tone(words[row.state][1])),
        )
        for row in found.rows
    )
    return Table(title, (_("Condition"), _("Found"), _("State")), (30, 52, 18), rows)


def _behind(board: FitBoard, row: Condition, currency: str) -> str:
    """Each reading behind a condition, and where it stands where there are several."""
    names, words = part_names(), condition_words()
    lines = []
    for part in row.parts:
        name = names[part.code] if len(row.parts) == 1 else f"{names[part.code]}, {words[part.state][0]}"
        lines.append(f"{name}: {part_words(part, board, currency)}.")
    return " ".join(lines)


def _measures(board: FitBoard) -> Part:
    verdicts = verdict_words()
    title = _("By the answers and the orders: %(verdict)s") % {"verdict": verdicts[board.verdict][0]}
    rows = []
    asked = board.ellis.verdict if board.ellis else "no_data"
    for name, found, verdict in (
        (_("Would they miss it?"), _ellis(board.ellis), asked),
        (_("Do they stay?"), _stay(board), board.reading_verdict),
        (_("Would they recommend it?"), _nps(board), ""),
        (_("Do others sell it again?"), _sold(board), board.sales_verdict),
    ):
        said, tone = verdicts[verdict] if verdict else ("–", "muted")
        rows.append((Cell(name), Cell(found), Cell(said, tone=plain_tone(tone))))
    return Table(title, (_("Question"), _("Found"), _("Fit")), (26, 58, 16), tuple(rows))


def _ellis(found: EllisBoard | None) -> str:
    if found is None or found.decides.found is None:
        return _("Nobody has been asked yet.")
    told = {
        "very": formats.number(found.decides.very), "n": formats.number(found.decides.used),
        "share": formats.percent(found.decides.found.share), "low": formats.percent(found.decides.found.low),
        "high": formats.percent(found.decides.found.high), "mark": formats.percent(found.mark),
        "chance": formats.percent(found.decides.found.chance),
    }  # fmt: skip
    text = _(
        "%(very)s of %(n)s would be very disappointed: %(share)s (%(low)s to %(high)s in 95 of 100 cases). The chance that "
        "it is %(mark)s or more: %(chance)s."
    )
    more = ngettext(
        "%(n)s more answer to the fit question is the least that can decide.",
        "%(n)s more answers to the fit question are the least that can decide.",
        found.short,
    ) % {"n": formats.number(found.short)}
    return f"{text % told} {more}" if found.short else text % told


def _stay(board: FitBoard) -> str:
    found = board.reading
    if found.level is None or found.low is None or found.high is None:
        return _("No orders have been read yet.")
    told = {
        "share": formats.percent(found.level), "low": formats.percent(found.low), "high": formats.percent(found.high),
        "mark": formats.percent(found.mark), "clients": formats.number(found.clients),
    }  # fmt: skip
    text = _(
        "%(share)s stay in the end (%(low)s to %(high)s in 8 of 10 cases); the mark is %(mark)s. Clients: %(clients)s."
    )
    settled = _("The curve has settled.") if found.flat else _("The curve is still falling.")
    return f"{text % told} {settled}"


def _nps(board: FitBoard) -> str:
    if board.nps is None:
        return _("Nobody has been asked yet.")
    told = {
        "score": formats.signed(board.nps.score), "low": formats.signed(board.nps.low),
        "high": formats.signed(board.nps.high), "n": formats.number(board.nps_answers),
    }  # fmt: skip
    return _("NPS %(score)s (%(low)s to %(high)s in 95 of 100 cases), answers: %(n)s.") % told


def _sold(board: FitBoard) -> str:
    if not board.sales.buyers:
        return _("Nobody has paid yet.")
    count = board.sales.repeat_without_founder
    return _("Repeat sales without a founder: %(n)s.") % {"n": formats.number(count)}
