"""Storage periods that act: what has outlived its period goes, by the same erasure as at a person's request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from tenure.clients.facts.special_facts import destroy_values, expired_values
from tenure.clients.models import Consent, Person, Post
from tenure.clients.people.consents import CARD
from tenure.conversations.models import Interaction
from tenure.discovery.hypotheses.one_voice import lock_ventures, recount_clients
from tenure.discovery.interviews.forgetting import forget_interviews
from tenure.discovery.models import Interview
from tenure.journeys.keeping.subject_request import erase_subject
from tenure.kernel.errors import BadInput, NotFound
from tenure.orders.models import Order
from tenure.privacy.audit import record_change
from tenure.privacy.models import Erasure, Reading, User
from tenure.privacy.rights import Right, require
from tenure.privacy.storage_periods import KINDS, storage_periods
from tenure.privacy.subjects import PERSON

EXAMPLES = 5


@dataclass(frozen=True)
class Due:
    """What a period would take away today. days: None when the kind is kept for good; before: all older than this day;
    examples: names of a few of the people."""

    kind: str
    days: int | None
    before: date | None
    count: int
    examples: tuple[str, ...] = ()


def what_would_go(*, actor: User | None, today: date) -> tuple[Due, ...]:
    """The dry run: every kind with what would go today; nothing is changed. actor None: the command line."""
    if actor is not None:
        require(actor, Right.MANAGE_PRIVACY)
    periods = storage_periods()
    return tuple(_due(kind, periods.get(kind), today) for kind in KINDS)


def let_go(*, today: date) -> dict[str, int]:
    """Take away what has outlived its period, and sealed values whose consent has ended; how much of each kind."""
    gone = {"sealed": _expired_sealed(today)}
    for kind, days in storage_periods().items():
        before = today - timedelta(days=days)
        gone[kind] = _erase_people(before) if kind == "people" else _delete(kind, RULES[kind](before))
    return {kind: count for kind, count in gone.items() if count}


def _due(kind: str, days: int | None, today: date) -> Due:
    if days is None:
        return Due(kind, None, None, 0)
    before = today - timedelta(days=days)
    rows = RULES[kind](before)
    names = tuple(rows.order_by("name")[:EXAMPLES].values_list("name", flat=True)) if kind == "people" else ()
    return Due(kind, days, before, rows.count(), names)


def _people(before: date) -> QuerySet[Person]:
    """People none of whose clients has ordered, talked to us or begun since that day, and who have not agreed to stay."""
    agreed = Consent.objects.filter(
        Q(expires_on=None) | Q(expires_on__gte=before), person=OuterRef("pk"), purpose=CARD, withdrawn_on=None
    )
    posts = Post.objects.filter(person=OuterRef("pk"))
    ordered = Order.objects.filter(client=OuterRef("client"), day__gte=before)
    talked = Interaction.objects.filter(client=OuterRef("client"), at__date__gte=before)
    alive = posts.filter(Q(client__created_at__date__gte=before) | Exists(ordered) | Exists(talked))
    everyone = Person.objects.filter(merged_into=None, erased_at=None, created_at__date__lt=before)
    return everyone.exclude(Exists(agreed)).exclude(Exists(alive))


def _conversations(before: date) -> QuerySet[Interaction]:
    return Interaction.objects.filter(at__date__lt=before)


def _consents(before: date) -> QuerySet[Consent]:
    """Those that ended, by withdrawal or by themselves, before that day."""
    return Consent.objects.filter(Q(withdrawn_on__lt=before) | Q(withdrawn_on=None, expires_on__lt=before))


def _readings(before: date) -> QuerySet[Reading]:
    return Reading.objects.filter(at__date__lt=before)


def _proofs(before: date) -> QuerySet[Erasure]:
    return Erasure.objects.filter(at__date__lt=before)


def _interviews(before: date) -> QuerySet[Interview]:
    return Interview.objects.filter(held_on__lt=before, forgotten_at=None)


RULES: dict[str, Callable[[date], QuerySet]] = {
    "people": _people,
    "conversations": _conversations,
    "consents": _consents,
    "readings": _readings,
    "proofs": _proofs,
    "interviews": _interviews,
}


def _erase_people(before: date) -> int:
    """One after another, each in a transaction of its own: what is done stays done when the job is broken off."""
    erased = 0
    for person_id in list(_people(before).order_by("pk").values_list("pk", flat=True)):
        try:
            erase_subject(actor=None, kind=PERSON, subject_id=person_id, seen=None)
        except (BadInput, NotFound):  # somebody was quicker
            continue
        erased += 1
    return erased


def _delete(kind: str, rows: QuerySet) -> int:
    with transaction.atomic():
        count = rows.count()
        if count:
            if kind == "interviews":  # who it was goes, the figures stay
                ventures = lock_ventures(set(rows.values_list("venture", flat=True)))
                forget_interviews(rows.values_list("pk", flat=True))
                recount_clients(None, (), ventures)
            else:
                rows.delete()
            record_change(
                actor=None, action="let_go", subject_kind="workspace", subject_id=1, kind=kind, values=count
            )  # fmt: skip
    return count


def _expired_sealed(today: date) -> int:
    """Not a matter of choice: the consent that allowed the value has ended."""
    return sum(
        destroy_values(actor=None, person_id=person_id, type_code=type_code, why="expired")
        for person_id, type_code in expired_values(today)
    )
