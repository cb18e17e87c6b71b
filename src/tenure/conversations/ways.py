"""Ways of talking compared: how often a call, a visit or a letter reaches somebody, and what an hour of it brings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, F, IntegerField, Q, Sum, Value, When

from tenure.clients.clients import visible_clients
from tenure.conversations.models import Interaction
from tenure.engine.evidence.counts import Rate, rate
from tenure.engine.evidence.wilson import wilson
from tenure.privacy.models import User

LEVEL = 0.8
FEWEST = 10
# Minutes of a talk nobody timed: ASSUMED, said beside the result. Nobody answering takes less.
USUAL_MINUTES = {"call": 10, "meeting": 60, "visit": 90, "email": 10, "message": 5}
UNANSWERED_MINUTES = 3
Kind, Outcome = Interaction.Kind, Interaction.Outcome


@dataclass(frozen=True)
class Way:
    """One way of talking. reached, agreed: how many of `talks` with a known outcome; untimed: talks whose minutes are
    assumed; shares with their 80 % intervals; per_hour: agreements; None where there is nothing to divide by."""

    kind: str
    talks: int
    reached: int
    agreed: int
    minutes: int
    untimed: int

    @property
    def reached_interval(self) -> tuple[float, float] | None:
        return wilson(self.reached, self.talks, level=LEVEL) if self.talks else None

    @property
    def agreed_interval(self) -> tuple[float, float] | None:
        return wilson(self.agreed, self.talks, level=LEVEL) if self.talks else None

    @property
    def per_hour(self) -> Rate | None:
        return rate(self.agreed, self.minutes / 60, level=LEVEL) if self.minutes else None


@dataclass(frozen=True)
class WaysCompared:
    """The ways, what an hour brings most first. best: the one whose interval lies above all others', if any."""

    ways: tuple[Way, ...]
    best: str
    unsaid: int


def ways_compared(*, actor: User, since: datetime, own: bool = False) -> WaysCompared:
    """Talks with clients in sight since then; own: only the actor's. One query."""
    rows = Interaction.objects.filter(client__in=visible_clients(actor), at__gte=since)
    if own:
        rows = rows.filter(author=actor)
    said = ~Q(outcome="")
    assumed = Case(
        When(outcome=Outcome.NO_ANSWER, then=Value(UNANSWERED_MINUTES)),
        *(When(kind=kind, then=Value(minutes)) for kind, minutes in USUAL_MINUTES.items()),
        output_field=IntegerField(),
    )
    took = Case(When(minutes=None, then=assumed), default=F("minutes"), output_field=IntegerField())
    found = rows.values("kind").annotate(
        talks=Count("pk", filter=said),
        reached=Count("pk", filter=said & ~Q(outcome=Outcome.NO_ANSWER)),
        agreed=Count("pk", filter=Q(outcome=Outcome.AGREED)),
        spent=Sum(took, filter=said),
        untimed=Count("pk", filter=said & Q(minutes=None)),
        unsaid=Count("pk", filter=Q(outcome="")),
    )
    each = list(found.values_list("kind", "talks", "reached", "agreed", "spent", "untimed", "unsaid"))
    ways = [
        Way(kind, talks, reached, agreed, minutes or 0, untimed)
        for kind, talks, reached, agreed, minutes, untimed, _ in each
    ]
    return compared([way for way in ways if way.talks], sum(row[-1] for row in each))


def compared(ways: Sequence[Way], unsaid: int = 0) -> WaysCompared:
    """In order of what an hour brings; a way is the best only when chance hardly makes it look so."""
    rated = [(way.per_hour, way) for way in ways]
    ordered = sorted(rated, key=lambda one: (-(one[0].rate if one[0] else -1.0), one[1].kind))
    best = ""
    if len(ordered) > 1:
        first, others = ordered[0], ordered[1:]
        clear = first[0] is not None and all(other is None or first[0].low > other.high for other, _way in others)
        enough = all(way.talks >= FEWEST for _rate, way in ordered)
        best = first[1].kind if clear and enough else ""
    return WaysCompared(tuple(way for _rate, way in ordered), best, unsaid)


def year_before(moment: datetime) -> datetime:
    """The time that is looked at."""
    return moment - timedelta(days=365)
