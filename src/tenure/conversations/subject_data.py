"""What was said with a person or with a client that is one person, and taking it away."""

from django.db.models import Q

from tenure.conversations.models import Interaction, Participant
from tenure.privacy.subjects import Copy, DataSubject, Held


def export_conversations(subject: DataSubject, copy: Copy) -> Held:
    """Conversations the subject took part in. One query."""
    mine = Q(participants__person__in=subject.person_ids) | Q(client__in=subject.client_ids)
    columns = ("at", "kind", "minutes", "outcome", "readiness", "next_contact_on", "text", "answers")
    rows = Interaction.objects.filter(mine).distinct().order_by("pk")
    return {"conversations": [dict(row) for row in rows.values(*columns)]}


def erase_conversations(subject: DataSubject) -> dict[str, int]:
    """The person took part in nothing any more; what was said to a company stays its own, without them.

    Talks with a client that is the subject go whole.
    """
    took_part = Participant.objects.filter(person__in=subject.person_ids)
    talks = Interaction.objects.filter(client__in=subject.client_ids)
    counts = {"participations": took_part.count(), "conversations": talks.count()}
    took_part.delete()
    talks.delete()
    return counts
