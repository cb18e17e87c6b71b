"""All questions of one client with their whole reckoning."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tenure.clients.clients import client_facts
from tenure.journeys.learning.learn_next import LearnNext, learn_next
from tenure.journeys.learning.question_terms import LiftInUse
from tenure.kernel import formats
from tenure.web.page import render
from tenure.web.settings.fact_catalogue import lift_words as classes_of_facts
from tenure.web.visit import Visit

MOST_ASKED, MOST_BELOW = 25, 10
ORDERS = ("net", "ratio")


@require_safe
def questions(request: Visit, client_id: int) -> HttpResponse:
    """Every question worth asking, then the dearest of those that are not, each with the factors of its worth."""
    by = request.GET.get("by", "")
    by = by if by in ORDERS else ORDERS[0]
    learn = learn_next(actor=request.user, client_id=client_id, by=by)
    whole = request.GET.get("all") == "1"
    asked = learn.asked if whole else learn.asked[:MOST_ASKED]
    currency = request.workspace.currency
    context = {
        "learn": learn,
        "by": by,
        "whole": whole,
        "asked": asked,
        "left_out": len(learn.asked) - len(asked),
        "below": learn.below[:MOST_BELOW],
        "classes": lifts_in_use(learn),
        "name": client_facts(actor=request.user, client_id=client_id).details.name,
        "currency": currency,
        "stake": stake_words(learn, currency),
        "chance": chance_words(learn),
        "lifts": lift_words(learn),
        "heads": [
            _("After the others"), _("Cost"), _("By the hour"), _("Worth"), _("Influence"), _("Lift"), _("Unknown, share"),
            _("Found"), _("Used"),
        ],
    }  # fmt: skip
    return render(request, "clients/questions.html", context)


def lifts_in_use(learn: LearnNext) -> list[tuple[str, LiftInUse]]:
    """By class of facts asked here (with its assumed lift), the lift in use with its interval, the largest first."""
    words = classes_of_facts()
    found = {row.kind.lift_class: row.lift for row in (*learn.asked, *learn.below)}
    return sorted(((words[code], lift) for code, lift in found.items()), key=lambda row: (-row[1].lift, row[0]))


def stake_words(learn: LearnNext, currency: str) -> str:
    """What hangs on the questions."""
    values = {"money": formats.money(learn.stake.minor, currency), "deal": learn.stake.title}
    return {
        "deal": _("At stake: the deal “%(deal)s”, %(money)s."),
        "margin": _("At stake: the margin expected in 12 months, %(money)s."),
        "revenue": _("At stake: the revenue expected in 12 months, %(money)s."),
    }.get(learn.stake.source, _("Nobody can say yet what is at stake.")) % values


def chance_words(learn: LearnNext) -> str:
    """How open the outcome is, and who says so."""
    values = {"share": formats.percent(learn.chance.p)}
    return {
        "unit": _("Chance to win, from the people who decide: %(share)s."),
        "active": _("Chance that the client still buys: %(share)s."),
    }.get(learn.chance.source, _("Usual chance: %(share)s.")) % values


def lift_words(learn: LearnNext) -> str:
    """Whether the lifts are measured; and what a measured one may hide."""
    if any(row.lift.learned for row in (*learn.asked, *learn.below)):
        return _(
            "Lifts marked as learned come from closed deals; knowing more goes with working more, so part of them may be effort."
        )
    if learn.fewest:
        values = {"deals": formats.number(learn.deals), "fewest": formats.number(learn.fewest)}
        return _("Lifts are assumed: %(deals)s closed deals, not enough yet (%(fewest)s).") % values
    return _("Lifts are assumed until enough deals are closed.")
