"""The ladder of evidence: what a result of each level is worth, by assumption until it has been measured (method 2.5)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tenure.discovery.models import LadderRate
from tenure.discovery.reading_once import remembered
from tenure.engine.evidence.beliefs import Rates
from tenure.kernel.compiled_query import Query, compiled_once
from tenure.kernel.formats import per_language

# Assumed: sensitivity and specificity by level, as if seen in so many results each.
ASSUMED = ((0.60, 0.45), (0.80, 0.50), (0.70, 0.65), (0.70, 0.80), (0.65, 0.90), (0.60, 0.95), (0.70, 0.97))
ASSUMED_SIZE = 20.0
HIGHEST = len(ASSUMED) - 1
WORDS_UP_TO = 2  # levels at which people only say; alone they never prove (cap rule)


@dataclass(frozen=True)
class Rung:
    """One level. rates: what counts now; assumed: nobody has measured it; hypotheses: closed ones it was measured on."""

    level: int
    rates: Rates
    assumed: bool
    hypotheses: int = 0


@remembered
def ladder() -> tuple[Rung, ...]:
    """All seven levels as they count now. One query."""
    measured = {row.level: row for row in _rates()}
    return tuple(_measured(measured[level]) if level in measured else _assumed(level) for level in range(HIGHEST + 1))


@compiled_once
def _rates() -> Query:
    return LadderRate.objects.all()


def _assumed(level: int) -> Rung:
    return Rung(level, Rates(*ASSUMED[level], ASSUMED_SIZE, ASSUMED_SIZE), assumed=True)


def _measured(row: LadderRate) -> Rung:
    sensitive, specific = row.hits + row.misses, row.rights + row.wrongs
    rates = Rates(row.hits / sensitive, row.rights / specific, sensitive, specific)
    return Rung(row.level, rates, assumed=False, hypotheses=row.hypotheses)


def level_name(level: int) -> str:
    """What stands on a rung, in words."""
    return level_names()[level]


@per_language
def level_names() -> tuple[str, ...]:
    """What stands on each rung."""
    return (
        _("compliment or opinion"),
        _("told past behaviour"),
        _("survey of the right people"),
        _("a step that costs nothing"),
        _("a costly commitment"),
        _("money in advance"),
        _("repeated paid use"),
    )


def level_example(level: int) -> str:
    """An example of each rung."""
    return (
        _("“I would buy it”"),
        _("“Last month we lost two days on it”"),
        _("The problem ranked first by those who have it"),
        _("A click, a sign-up, a demo booked"),
        _("A meeting with the decider, data or a name given"),
        _("A prepayment, a pre-order, a letter of intent with a penalty"),
        _("A renewal, a second order"),
    )[level]
