"""A decision table in sentences and rows, in the reader's language."""

import itertools
import math

from django.utils.translation import gettext as _

from tenure.clients.units.table_entries import Payoff
from tenure.journeys.units.decision_table import Advice, DecisionPage, WhenTurns, payoff_minor
from tenure.kernel import formats

Row = tuple[list[str], float, list[tuple[str, bool]]]
NEAR = 3  # turning points shown of a question


def lead(page: DecisionPage, currency: str) -> tuple[str, str]:
    """What to do, to be said aloud, and why; both empty while nothing can be reckoned."""
    advice = page.advice
    if advice is None:
        return "", ""
    best = {"tactic": advice.best.name, "money": formats.estimate(advice.best.expected_minor, currency)}
    if advice.ask is None:
        return _("Decide now: %(tactic)s.") % best, _nothing_to_ask(advice, currency)
    values = best | {
        "question": advice.ask.unknown.text,
        "gain": formats.estimate(advice.gain_minor, currency),
        "cost": formats.money(advice.ask.cost_minor, currency),
    }
    return _("Ask first: %(question)s") % values, _(
        "Asking costs %(cost)s and brings about %(gain)s after that; without it the best is “%(tactic)s”, about %(money)s."
    ) % values


def _nothing_to_ask(advice: Advice, currency: str) -> str:
    values = {
        "money": formats.estimate(advice.best.expected_minor, currency),
        "perfect": formats.estimate(advice.perfect_minor, currency),
    }
    if advice.perfect_minor <= 0:
        return _("Expected: about %(money)s. No answer would change the choice, so nothing is worth asking.") % values
    return (
        _(
            "Expected: about %(money)s. Knowing everything would bring at most %(perfect)s, and every question costs more than "
            "its answer brings."
        )
        % values
    )


def turns(page: DecisionPage) -> dict[str, list[str]]:
    """By unknown, where the advice would turn: the nearest probabilities first."""
    return {
        one.unknown.key: [_turn(turn) for turn in sorted(one.turns, key=lambda turn: abs(turn.p - turn.now))[:NEAR]]
        for one in page.unknowns
    }


def _turn(turn: WhenTurns) -> str:
    values = {
        "answer": turn.answer, "tactic": turn.tactic, "p": formats.percent(turn.p), "now": formats.percent(turn.now),
    }  # fmt: skip
    if turn.p > turn.now:
        return _("“%(tactic)s” becomes the best once “%(answer)s” is more likely than %(p)s (now %(now)s).") % values
    return _("“%(tactic)s” becomes the best once “%(answer)s” is less likely than %(p)s (now %(now)s).") % values


def cases(page: DecisionPage, currency: str) -> list[Row]:
    """Of each case: its answers, how likely they come together, and what each tactic brings, the best marked."""
    table, value = page.table, page.head.value_minor
    found = []
    for answers in itertools.product(*(unknown.answers for unknown in table.unknowns)) if table.ready else ():
        case = tuple(answer.key for answer in answers)
        amounts = [payoff_minor(table.payoffs.get((tactic.key, case), Payoff()), value) for tactic in table.tactics]
        brings = [
            None if amount is None else amount - tactic.cost_minor
            for amount, tactic in zip(amounts, table.tactics, strict=True)
        ]
        known = [one for one in brings if one is not None]
        top = max(known) if len(known) == len(brings) else None
        cells = [("" if one is None else formats.money(round(one), currency), one == top) for one in brings]
        found.append(([answer.name for answer in answers], math.prod(answer.p for answer in answers), cells))
    return found


def said(code: str) -> str:
    """What has just happened, in a word."""
    return {
        "saved": _("Saved"),
        "planned": _("The question is on your list of today."),
        "heard": _("The answer is counted in."),
        "back": _("The answer is taken back."),
    }.get(code, "")
