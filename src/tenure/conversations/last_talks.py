"""When each person was last talked with, and by whom of us."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from tenure.clients.models import Person
from tenure.conversations.models import Interaction, Participant


@dataclass(frozen=True)
class LastTalk:
    """The newest conversation a person took part in; not an attempt that reached nobody."""

    at: datetime
    by: str


def last_talks(*, client_id: int, person_ids: Sequence[int]) -> dict[int, LastTalk]:
    """By person of a client the caller has already found in sight. Two queries, however many talks there were."""
    talks = Participant.objects.filter(person=OuterRef("pk"), interaction__client_id=client_id)
    reached = talks.exclude(interaction__outcome=Interaction.Outcome.NO_ANSWER)
    newest = reached.order_by("-interaction__at", "-interaction_id").values("interaction_id")[:1]
    people = Person.objects.filter(pk__in=person_ids).annotate(talk=Subquery(newest))
    last = {person: talk for person, talk in people.values_list("pk", "talk") if talk}
    rows = Interaction.objects.filter(pk__in=last.values()).values_list("id", "at", "author__name")
    talk = {id: LastTalk(at, by) for id, at, by in rows}
    return {person: talk[id] for person, id in last.items()}
