"""How many hypotheses were tested (S000-33): what was learnt, whether or not its sticker still lies on the canvas.

A sticker taken off, or set aside, takes no result with it: a refuted hypothesis is the most useful thing a search has
found, and tidying the canvas must not make the count of tested ones smaller. Of one carried over at a pivot only one is
counted: the new one once it is decided, until then the old one.
"""

from dataclasses import dataclass, replace

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, Subquery, Value, When

from tenure.discovery.models import Hypothesis, TestCard
from tenure.discovery.sight import seen_venture
from tenure.privacy.models import User

State = Hypothesis.State
SUPPORTED, REFUTED = str(State.SUPPORTED), str(State.REFUTED)
TESTED = (SUPPORTED, REFUTED)


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


def tally_of(venture_id: int) -> Tally:
    """Of the hypotheses of one venture. One query, two when a decided one was set aside."""
    return tallies_of([venture_id]).get(venture_id, Tally())


def tallies_of(venture_ids: list[int]) -> dict[int, Tally]:
    """Of several ventures, by number; those without a hypothesis are left out. One query, two when a decided one was set
    aside."""
    newer = Hypothesis.objects.filter(carried_from=OuterRef("pk"), state__in=TESTED)
    rows = Hypothesis.objects.filter(venture__in=venture_ids).annotate(
        away=_flag(removed_at__isnull=False), was_decided=_flag(decided_on__isnull=False), again=Exists(newer)
    )
    found: dict[int, Tally] = {}
    aside = False
    kinds = rows.order_by().values_list("venture_id", "state", "away", "was_decided", "again")
    for venture, state, away, decided, again, count in kinds.annotate(Count("pk")):
        if state == State.PARKED:
            aside = aside or (decided and not again)
        elif not away or (state in TESTED and not again):
            found[venture] = _more(found.get(venture, Tally()), state, count, count if away else 0)
    for venture, _pk, state, away in _set_aside(venture_ids) if aside else ():
        found[venture] = _more(found.get(venture, Tally()), state, 1, int(away))
    return found


def results_of(*, actor: User, venture_id: int) -> dict[int, str]:
    """What was tested in a venture in sight: supported or refuted by number, as the headline counts them. Three
    queries."""
    seen_venture(actor, venture_id)
    newer = Hypothesis.objects.filter(carried_from=OuterRef("pk"), state__in=TESTED)
    rows = Hypothesis.objects.filter(venture=venture_id, state__in=TESTED).filter(Q(removed_at=None) | ~Exists(newer))
    aside = {pk: state for _venture, pk, state, _away in _set_aside([venture_id])}
    return dict(rows.values_list("pk", "state")) | aside


def _flag(**condition: bool) -> Case:
    return Case(When(Q(**condition), then=Value(True)), default=Value(False), output_field=BooleanField())


def _more(tally: Tally, state: str, count: int, away: int) -> Tally:
    return replace(
        tally, every=tally.every + count, supported=tally.supported + count * (state == SUPPORTED),
        refuted=tally.refuted + count * (state == REFUTED), away=tally.away + away,
    )  # fmt: skip


def _set_aside(venture_ids: list[int]) -> list[tuple[int, int, str, bool]]:
    """Those set aside after they had been decided: venture, number, the state they were decided in, whether taken off."""
    verdicts = TestCard.objects.filter(hypothesis=OuterRef("pk"), state=TestCard.State.DECIDED, exploratory=False)
    newer = Hypothesis.objects.filter(carried_from=OuterRef("pk"), state__in=TESTED)
    rows = (
        Hypothesis.objects.filter(venture__in=venture_ids, state=State.PARKED, decided_on__isnull=False)
        .exclude(Exists(newer))
        .annotate(verdict=Subquery(verdicts.order_by("-decided_at", "-pk").values("verdict")[:1]))
        .values_list("venture_id", "pk", "verdict", "probability", "removed_at")
    )
    return [
        (venture, pk, verdict if verdict in TESTED else SUPPORTED if (likely or 0) >= 0.5 else REFUTED, bool(removed))
        for venture, pk, verdict, likely, removed in rows
    ]
