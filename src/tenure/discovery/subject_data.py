"""What ventures hold about a client that is one person, and taking it away."""

from tenure.discovery.interviews.subject_data import erase_interviews, export_interviews
from tenure.discovery.models import Observation
from tenure.discovery.offers.subject_data import erase_offers, export_offers
from tenure.privacy.subjects import Copy, DataSubject, Held


def export_ventures(subject: DataSubject, copy: Copy) -> Held:
    """Results of tests that came from the subject, and talks held with them. Six queries."""
    rows = Observation.objects.filter(client__in=subject.client_ids).order_by("pk")
    columns = ("test__name", "happened_on", "success", "who", "cluster", "note")
    return (
        {"observations": [dict(row) for row in rows.values(*columns)]}
        | export_offers(subject)
        | export_interviews(subject)
    )


def erase_ventures(subject: DataSubject) -> dict[str, int]:
    """The result stays counted, without the one it came from."""
    rows = Observation.objects.filter(client__in=subject.client_ids)
    count = rows.count()
    rows.update(client=None, who="", note="", cluster="")
    return {"observations": count} | erase_offers(subject) | erase_interviews(subject)
