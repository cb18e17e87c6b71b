"""When each person was last talked with, and by whom of us."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tenure.conversations.models import Interaction, Participant


@dataclass(frozen=True)
class LastTalk:
    """The newest conversation a person took part in; not an attempt that reached nobody."""

    at: datetime
    by: str


def last_talks(*, client_id: int, person_ids: Sequence[int]) -> dict[int, LastTalk]:
    """By person of a client the caller has already found in sight. One query."""
    rows = (
        Participant.objects.filter(interaction__client_id=client_id, person_id__in=person_ids)
        .exclude(interaction__outcome=Interaction.Outcome.NO_ANSWER)
        .order_by("interaction__at", "interaction_id")
        .values_list("person_id", "interaction__at", "interaction__author__name")
    )
    return {person: LastTalk(at, by) for person, at, by in rows}
