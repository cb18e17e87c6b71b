"""How many hypotheses were tested (S000-33): what was learnt, whether or not its sticker still lies on the canvas.

A sticker taken off, or set aside, takes no result with it: a refuted hypothesis is the most useful thing a search has
found, and tidying the canvas must not make the count of tested ones smaller. Of one carried over at a pivot only one is
counted: the new one once it is decided, until then the old one.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from tenure.discovery.models import Hypothesis, TestCard
from tenure.discovery.sight import seen_venture
from tenure.privacy.models import User

State = Hypothesis.State
SUPPORTED, REFUTED = str(State.SUPPORTED), str(State.REFUTED)
TESTED = (SUPPORTED, REFUTED)
ON_CANVAS = Q(removed_at=None) & ~Q(state=State.PARKED)


@dataclass(frozen=True)
class Tally:
    """every: those on the canvas that are not set aside, and all tested ones, `away` of them taken off it."""

    every: int = 0
    supported: int = 0
    refuted: int = 0
    away: int = 0

    @property
    def tested(self) -> int:
        return self.supported + self.refuted

    @property
    def open(self) -> int:
        return self.every - self.tested


def tally_of(rows: QuerySet[Hypothesis]) -> Tally:
    """Of the hypotheses of one venture. One query."""
    return Tally(**_counted(rows).aggregate(**_COUNTS))


def tallies_of(venture_ids: list[int]) -> dict[int, Tally]:
    """Of several ventures, by number; those without a hypothesis are left out. One query."""
    rows = _counted(Hypothesis.objects.filter(venture__in=venture_ids))
    grouped = rows.order_by().values("venture_id").annotate(**_COUNTS)
    return {venture: Tally(*counts) for venture, *counts in grouped.values_list("venture_id", *_COUNTS)}


def results_of(*, actor: User, venture_id: int) -> dict[int, str]:
    """What was tested in a venture in sight: supported or refuted by number, as the headline counts them. Two queries."""
    rows: Any = _counted(seen_venture(actor, venture_id).hypotheses.all())
    return dict(rows.filter(result__in=TESTED).values_list("pk", "result"))


_COUNTS: dict[str, Any] = {
    "every": Count("pk"),
    "supported": Count("pk", filter=Q(result=SUPPORTED)),
    "refuted": Count("pk", filter=Q(result=REFUTED)),
    "away": Count("pk", filter=Q(removed_at__isnull=False)),
}


def _counted(rows: QuerySet[Hypothesis]) -> QuerySet[Hypothesis]:
    """Those the headline counts, with `result`: the state, of one set aside the state it was decided in."""
    decided = TestCard.objects.filter(hypothesis=OuterRef("pk"), state=TestCard.State.DECIDED, exploratory=False)
    verdict = Subquery(decided.order_by("-decided_at", "-pk").values("verdict")[:1])
    newer = Hypothesis.objects.filter(carried_from=OuterRef("pk"), state__in=TESTED)
    result = Case(
        When(~Q(state=State.PARKED), then=F("state")),
        When(decided_on=None, then=Value("")),
        When(verdict__in=TESTED, then=F("verdict")),
        When(probability__gte=0.5, then=Value(SUPPORTED)),
        default=Value(REFUTED),
        output_field=CharField(),
    )
    found = rows.annotate(verdict=verdict, result=result)
    return found.filter(ON_CANVAS | (Q(result__in=TESTED) & ~Exists(newer)))
