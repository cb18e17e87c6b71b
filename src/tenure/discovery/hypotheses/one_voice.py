"""Evidence that begins to speak with another voice, because two clients are found to be one, or two again, or one is called
otherwise: what rests on it is counted anew at once, by who renamed or merged them."""

from collections.abc import Collection, Iterator

from django.db import transaction
from django.db.models import Q

from tenure.clients.models import Client
from tenure.discovery.hypotheses.late_belief import refresh_beliefs
from tenure.discovery.loops import loop_number
from tenure.discovery.models import (
    Candidate,
    Evidence,
    Hypothesis,
    Interview,
    Observation,
    Presale,
    Quote,
    Refund,
    SurveyAnswer,
    Venture,
)
from tenure.discovery.timeline import record_step
from tenure.discovery.voices import CLIENT
from tenure.privacy.models import User

AT_ONCE = 5000  # clients asked for in one query


def speak_as(cluster: str, *, interviews: Collection[int], presales: Collection[int]) -> None:
    """Let what these talks and presales brought, carried over pivots or not, be the voice `cluster`. Part of the writer that
    changed them, which counts anew (`recount_clients`)."""
    quotes = Quote.objects.filter(interview__in=interviews).values("pk")
    heard = Q(source=Evidence.Source.QUOTE, source_id__in=quotes)
    refunds = Refund.objects.filter(presale__in=presales).values("pk")
    paid = Q(source=Evidence.Source.PRESALE, source_id__in=presales)
    rows = Evidence.objects.filter(heard | paid | Q(source=Evidence.Source.REFUND, source_id__in=refunds))
    seen: set[int] = set()
    while found := set(rows.values_list("pk", flat=True)) - seen:
        Evidence.objects.filter(pk__in=found).update(cluster=cluster)
        seen |= found
        rows = Evidence.objects.filter(source=Evidence.Source.CARRIED, source_id__in=found)


def lock_ventures_of(clients: Collection[int]) -> set[int]:
    """The ventures in which one of these clients, or one merged with them, has a voice: locked before the clients are, as
    everybody who writes in a venture takes the venture first. Call inside a transaction. Six queries for five thousand
    clients, and one for the lock."""
    return lock_ventures({venture for some in _portions(clients) for venture in _ventures(some)})


def lock_ventures_about(people: Collection[int], clients: Collection[int]) -> set[int]:
    """As `lock_ventures_of`, with those that have a talk or an invitation of one of these people or clients."""
    theirs = Q(person__in=people) | Q(client__in=clients)
    invited = Candidate.objects.filter(theirs).order_by()
    talks = Interview.objects.filter(theirs | Q(candidate__in=invited.values("pk"))).order_by()
    found = {venture for some in _portions(clients) for venture in _ventures(some)}
    found |= set(talks.values_list("venture", flat=True)) | set(invited.values_list("plan__venture", flat=True))
    return lock_ventures(found)


def lock_ventures(ids: Collection[int]) -> set[int]:
    """Those of these ventures that are still there, locked the oldest first. One query, none without any."""
    rows = Venture.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return set(rows.values_list("pk", flat=True)) if ids else set()


def recount_clients(actor: User | None, clients: Collection[int], ventures: Collection[int] = ()) -> int:
    """Count anew what may rest on a voice of these clients, in these ventures and wherever else they have one; tell each
    hypothesis that came to another number. Returns how many did. actor: None for the system. Nothing is done, but for the
    queries of `lock_ventures_of`, where no venture knows them."""
    with transaction.atomic():
        concerned = {*ventures, *lock_ventures_of(clients)}
        rows = Hypothesis.objects.filter(
            pk__in=Evidence.objects.filter(withdrawn_at=None, hypothesis__venture__in=concerned)
            .exclude(cluster="")
            .values("hypothesis")
        )
        hypotheses = list(rows.select_related("venture").order_by("pk")) if concerned else []
        before = {one.pk: _shown(one) for one in hypotheses}
        if hypotheses:
            refresh_beliefs(hypotheses)
        moved = [one for one in hypotheses if _shown(one) != before[one.pk]]
        for one in moved:
            _tell(actor, one, before[one.pk])
    return len(moved)


def _portions(clients: Collection[int]) -> Iterator[list[int]]:
    numbers = sorted(set(clients))
    for start in range(0, len(numbers), AT_ONCE):
        yield numbers[start : start + AT_ONCE]


def _ventures(clients: list[int]) -> set[int]:
    family = Client.objects.filter(Q(pk__in=clients) | Q(merged_into__in=clients))
    pairs = set(family.order_by().values_list("pk", "merged_into"))
    ids = {number for pair in pairs for number in pair if number is not None}
    voices = [f"{CLIENT}{number}" for number in ids]
    found: set[int] = set()
    for rows, way in (
        (Evidence.objects.filter(cluster__in=voices), "hypothesis__venture"),
        (Interview.objects.filter(Q(cluster__in=voices) | Q(client__in=ids)), "venture"),
        (Presale.objects.filter(client__in=ids), "venture"),
        (Observation.objects.filter(client__in=ids), "test__venture"),
        (SurveyAnswer.objects.filter(client__in=ids), "survey__venture"),
    ):
        found |= set(rows.order_by().values_list(way, flat=True).distinct())
    return found


def _shown(one: Hypothesis) -> tuple[float | None, str]:
    return None if one.probability is None else round(one.probability, 4), one.state


def _tell(actor: User | None, one: Hypothesis, before: tuple[float | None, str]) -> None:
    after = _shown(one)
    numbers = {name: value for name, value in (("before", before[0]), ("after", after[0])) if value is not None}
    state = {"state": after[1]} if after[1] != before[1] else {}
    record_step(
        actor=actor, venture=one.venture, loop=loop_number(one.venture), action="recount_voices", subject_kind="hypothesis",
        subject_id=one.pk, hypothesis=one.number, title=one.title, **numbers, **state,
    )  # fmt: skip
